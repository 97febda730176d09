package dev.berth.core.user;

import dev.berth.platform.config.Secret;

import org.jspecify.annotations.Nullable;

/// Bodies of requests about users; what is absent is null or false.
final class UserRequests {
    private UserRequests() {}

    /// `UserCreationReq`.
    record Creation(
            @Nullable String username,
            @Nullable String email,
            @Nullable String realname,
            @Nullable String comment,
            @Nullable String password) {
        Secret secret() {
            return Secret.of(text(password));
        }

        @Override
        public String toString() {
            return "Creation[" + username + "]";
        }
    }

    /// `UserProfile`.
    record Profile(
            @Nullable String email,
            @Nullable String realname,
            @Nullable String comment) {}

    /// `UserSysAdminFlag`.
    record SysAdminFlag(boolean sysadminFlag) {}

    /// `PasswordReq`.
    record Password(@Nullable String oldPassword, @Nullable String newPassword) {
        Secret oldSecret() {
            return Secret.of(text(oldPassword));
        }

        Secret newSecret() {
            return Secret.of(text(newPassword));
        }

        @Override
        public String toString() {
            return "Password[…]";
        }
    }

    /// `OIDCCliSecretReq`; never looked at, as users of an OIDC provider come with a later issue.
    record CliSecret() {}

    static String text(@Nullable String sent) {
        return sent == null ? "" : sent;
    }
}
