-- Number 1 is the first administrator's, also where another account is made before there is one.
UPDATE account_number SET last_id = 1 WHERE last_id = 0;
