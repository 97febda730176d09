-- Whose a repository is: 0 for nobody, else a number that means something above this module.
ALTER TABLE repository ADD COLUMN owner BIGINT NOT NULL DEFAULT 0;
CREATE INDEX repository_owner ON repository (owner, name);
