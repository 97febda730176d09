package dev.berth.app.role;

import dev.berth.platform.config.Secret;

import java.util.Optional;

/// Makes the account `admin` where there is none, as the last step of a start: a start that fails
/// has not used up a password that nobody has seen.
@FunctionalInterface
public interface FirstAdministrator {
    /// The password, if one was made up; it must be shown now, as it is kept nowhere.
    Optional<Secret> ensure() throws InterruptedException;
}
