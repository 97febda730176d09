-- An upload session is its staged bytes and nothing else (ADR 63).
DROP TABLE upload;
