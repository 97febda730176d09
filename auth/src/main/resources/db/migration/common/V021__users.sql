-- Accounts as people: how to reach them and what they are called. email: unique where there is one.
ALTER TABLE account ADD COLUMN email ${text};
ALTER TABLE account ADD COLUMN real_name ${text} NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN comment ${text} NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
UPDATE account SET updated_at = created_at;
CREATE UNIQUE INDEX account_email ON account (email) WHERE email IS NOT NULL;

-- How many accounts there are: so that a page of them need not count.
ALTER TABLE account_number ADD COLUMN total BIGINT NOT NULL DEFAULT 0;
UPDATE account_number SET total = (SELECT count(*) FROM account);
