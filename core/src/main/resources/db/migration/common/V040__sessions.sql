-- Who is logged in with a cookie. id: SHA-256 of what the cookie holds, in hexadecimal, so that no
-- copy of this table opens a session. Times are microseconds since the epoch.
CREATE TABLE session (
    id               ${text} NOT NULL PRIMARY KEY,
    account_id       BIGINT  NOT NULL,
    account_name     ${text} NOT NULL,
    password_version BIGINT  NOT NULL,
    expires_at       BIGINT  NOT NULL
);

CREATE INDEX session_expires ON session (expires_at);
