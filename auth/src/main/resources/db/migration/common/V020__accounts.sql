-- Who has a password here and what they may do; times are microseconds since the epoch.

-- The last number given to an account: one row. Numbers are never given again. Its row is also the
-- lock under which accounts appear and disappear.
CREATE TABLE account_number (
    last_id BIGINT NOT NULL
);
INSERT INTO account_number (last_id) VALUES (0);

CREATE TABLE account (
    id               BIGINT  NOT NULL PRIMARY KEY,
    name             ${text} NOT NULL UNIQUE,
    password_hash    ${text} NOT NULL,
    password_version BIGINT  NOT NULL,
    administrator    BOOLEAN NOT NULL,
    created_at       BIGINT  NOT NULL
);

-- prefix: `*`, `team/` or `team/app`; actions: such as `pull+push`.
CREATE TABLE account_grant (
    account_id BIGINT  NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    prefix     ${text} NOT NULL,
    actions    ${text} NOT NULL,
    PRIMARY KEY (account_id, prefix)
);

-- Keys that sign tokens. private_key: PKCS #8, secret. A key signs from signs_from on.
CREATE TABLE signing_key (
    id          ${text}  NOT NULL PRIMARY KEY,
    private_key ${bytes} NOT NULL,
    public_key  ${bytes} NOT NULL,
    signs_from  BIGINT   NOT NULL
);
