-- The audit log. Times are microseconds since the epoch.
CREATE TABLE audit_entry (
    id            BIGINT  NOT NULL PRIMARY KEY,
    at            BIGINT  NOT NULL,
    username      ${text} NOT NULL,
    operation     ${text} NOT NULL,
    resource_type ${text} NOT NULL,
    resource      ${text} NOT NULL,
    description   ${text} NOT NULL
);

-- For lists in the order of time, and for what they are filtered by.
CREATE INDEX audit_entry_at ON audit_entry (at DESC, id);
CREATE INDEX audit_entry_username ON audit_entry (username, id);
CREATE INDEX audit_entry_operation ON audit_entry (operation, resource_type, id);
CREATE INDEX audit_entry_resource ON audit_entry (resource, id);

-- The last id that was given, and how many entries there are: one row.
CREATE TABLE audit_number (
    last_id BIGINT NOT NULL,
    total   BIGINT NOT NULL
);
INSERT INTO audit_number (last_id, total) VALUES (0, 0);
