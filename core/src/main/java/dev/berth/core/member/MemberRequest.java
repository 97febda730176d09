package dev.berth.core.member;

import org.jspecify.annotations.Nullable;

/// Bodies of requests about members; what is absent is null or 0.
///
/// @param memberGroup looked at only to refuse it
record MemberRequest(
        long roleId, @Nullable User memberUser, @Nullable Group memberGroup) {
    /// `UserEntity`.
    record User(long userId, @Nullable String username) {}

    /// `UserGroup`.
    record Group() {}

    /// `RoleRequest`.
    record Change(long roleId) {}
}
