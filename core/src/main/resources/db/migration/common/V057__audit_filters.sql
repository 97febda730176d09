-- A page of what a filter finds is read in the order of ids, so each index has the id right behind
-- what it filters by: with more in between, the database would sort all that it finds.
DROP INDEX audit_entry_operation;
CREATE INDEX audit_entry_operation ON audit_entry (operation, id);
CREATE INDEX audit_entry_resource_type ON audit_entry (resource_type, id);
