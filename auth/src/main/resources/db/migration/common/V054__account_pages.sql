-- Has all that a page by name is looked for with: rows before it are not read.
CREATE INDEX account_name_id ON account (name, id);
