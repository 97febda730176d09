-- Whose log an entry is in: the number of a project, 0 for none, and which entry of that project it
-- is, counted from 1. Entries of before are in no project's log.
ALTER TABLE audit_entry ADD COLUMN project_id BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_entry ADD COLUMN project_position BIGINT NOT NULL DEFAULT 0;

-- For the lists of a project, which filter by it and by one thing more.
CREATE INDEX audit_entry_project ON audit_entry (project_id, project_position);
CREATE INDEX audit_entry_project_username ON audit_entry (project_id, username, project_position);

-- The last position that was given in a project, and how many entries it has.
CREATE TABLE audit_project (
    project_id    BIGINT NOT NULL PRIMARY KEY,
    last_position BIGINT NOT NULL,
    total         BIGINT NOT NULL
);
