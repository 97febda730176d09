package dev.berth.auth.account;

import dev.berth.platform.config.Secret;

/// What [Accounts#ensureAdministrator] did.
public sealed interface FirstStart {
    /// There was an account already; the configured password was not looked at.
    record NotFirst() implements FirstStart {}

    /// The administrator has the configured password.
    record WithConfiguredPassword(AccountName administrator) implements FirstStart {}

    /// The administrator has a new password, which is shown to the operator once and kept nowhere.
    record WithNewPassword(AccountName administrator, Secret password) implements FirstStart {}
}
