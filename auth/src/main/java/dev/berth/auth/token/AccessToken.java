package dev.berth.auth.token;

import dev.berth.auth.Permission;

import java.time.Instant;
import java.util.List;

/// A token of ours that has not expired: who asks, and what the token was issued for.
///
/// Not yet what they may do: that is asked of `Permissions`, now.
public record AccessToken(Subject subject, List<Access> access, Instant expiresAt, String keyId) {
    public AccessToken {
        access = List.copyOf(access);
    }

    /// True if the token was issued for this.
    ///
    /// @param incarnation what the name of the permission's resource stands for now
    public boolean covers(Permission permission, long incarnation) {
        for (var entry : access) {
            if (entry.covers(permission, incarnation)) {
                return true;
            }
        }
        return false;
    }
}
