-- Projects and who belongs to them; times are microseconds since the epoch.

-- One row. last_id: the last number given to a project; numbers are never given again, and number 1
-- is the library's. library_made: whether it was made, so that one that is deleted stays away. The
-- row is also the lock under which projects come and go, and their totals are kept in it.
CREATE TABLE project_number (
    last_id      BIGINT  NOT NULL,
    total        BIGINT  NOT NULL,
    public_total BIGINT  NOT NULL,
    library_made BOOLEAN NOT NULL
);
INSERT INTO project_number (last_id, total, public_total, library_made) VALUES (1, 0, 0, FALSE);

-- storage_limit: bytes, -1 for none.
CREATE TABLE project (
    id            BIGINT  NOT NULL PRIMARY KEY,
    name          ${text} NOT NULL UNIQUE,
    owner_id      BIGINT  NOT NULL,
    owner_name    ${text} NOT NULL,
    is_public     BOOLEAN NOT NULL,
    storage_limit BIGINT  NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL
);

CREATE INDEX project_public ON project (is_public, name, id);

-- What Harbor's metadata says, but for `public`.
CREATE TABLE project_metadata (
    project_id BIGINT  NOT NULL,
    name       ${text} NOT NULL,
    value      ${text} NOT NULL,
    PRIMARY KEY (project_id, name)
);

-- role: the number that Harbor's API has for it.
CREATE TABLE project_member (
    id           BIGINT  NOT NULL PRIMARY KEY,
    project_id   BIGINT  NOT NULL,
    account_id   BIGINT  NOT NULL,
    account_name ${text} NOT NULL,
    role         BIGINT  NOT NULL,
    UNIQUE (project_id, account_id)
);

CREATE INDEX project_member_account ON project_member (account_id, project_id);
CREATE INDEX project_member_name ON project_member (project_id, account_name, id);

-- The last number given to a member: one row.
CREATE TABLE project_member_number (
    last_id BIGINT NOT NULL
);
INSERT INTO project_member_number (last_id) VALUES (0);

-- Vulnerabilities that are let pass: of a project, or of the system as number 0. items: their ids
-- between blanks. expires_at: seconds since the epoch.
CREATE TABLE cve_allowlist (
    project_id BIGINT  NOT NULL PRIMARY KEY,
    items      ${text} NOT NULL,
    expires_at BIGINT,
    created_at BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);

-- What accounts were given before there were projects; made members of once, then kept to be read.
ALTER TABLE account_grant RENAME TO former_grant;
ALTER TABLE former_grant ADD COLUMN is_read BOOLEAN NOT NULL DEFAULT FALSE;
