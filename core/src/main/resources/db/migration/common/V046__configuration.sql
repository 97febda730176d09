-- What was set for the installation: items by their names, values as texts; what is secret is
-- sealed with a key that is not here. An item without a row has its default.
CREATE TABLE configuration (
    item  ${text} NOT NULL PRIMARY KEY,
    value ${text} NOT NULL
);
