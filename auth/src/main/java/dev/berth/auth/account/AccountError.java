package dev.berth.auth.account;

/// Why an account cannot be changed as asked.
public sealed interface AccountError {
    /// A sentence that tells the reader what to do; shows no password.
    String message();

    /// There is no account of this name.
    record Unknown(AccountName name) implements AccountError {
        @Override
        public String message() {
            return "there is no account `" + name + "`";
        }
    }

    /// There is no account of this number.
    record UnknownNumber(long id) implements AccountError {
        @Override
        public String message() {
            return "there is no account with the number " + id;
        }
    }

    /// The address logs somebody else in.
    record EmailTaken(EmailAddress email) implements AccountError {
        @Override
        public String message() {
            return "`" + email + "` is the address of another account; choose another one";
        }
    }

    /// The new password is the old one.
    record SamePassword() implements AccountError {
        @Override
        public String message() {
            return "the new password is the old one; choose another one";
        }
    }

    /// The name is in use.
    record NameTaken(AccountName name) implements AccountError {
        @Override
        public String message() {
            return "there is already an account `" + name + "`; choose another name";
        }
    }

    /// The password may not be used.
    record WeakPassword(String message) implements AccountError {}

    /// Nobody could change anything afterwards.
    record LastAdministrator(AccountName name) implements AccountError {
        @Override
        public String message() {
            return "`" + name + "` is the only administrator; add another one first";
        }
    }

    /// Too many passwords are being hashed; try again.
    record Busy() implements AccountError {
        @Override
        public String message() {
            return "too many logins at this moment; try again in a few seconds";
        }
    }
}
