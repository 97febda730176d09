-- An account has a bounded number of sessions; the oldest end first.
CREATE INDEX session_account ON session (account_id, expires_at);
