package dev.berth.auth.account;

/// An account of another registry, to be made here with the password it has there.
///
/// @param passwordHash as [dev.berth.auth.password.PasswordHashes] understands it; not shown
///     by `toString`
public record ImportedAccount(
        AccountName name, String passwordHash, boolean administrator, Profile profile) {
    @Override
    public String toString() {
        return "ImportedAccount[" + name + "]";
    }
}
