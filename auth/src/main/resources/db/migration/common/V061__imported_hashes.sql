-- Whether anybody still has a password hash that came from a Harbor, and the slowest of them: asked at
-- each log-in that is refused.
CREATE INDEX account_imported_hash ON account (password_hash)
    WHERE password_hash >= '$pbkdf2-' AND password_hash < '$pbkdf2.';
