package dev.berth.core.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.EmailAddress;
import dev.berth.core.api.Json;

/// A user in an answer (`UserResp`).
record UserBody(
        String email,
        String realname,
        String comment,
        long userId,
        String username,
        @JsonInclude(Include.ALWAYS) boolean sysadminFlag,
        @JsonInclude(Include.ALWAYS) boolean adminRoleInAuth,
        String creationTime,
        String updateTime) {
    static UserBody of(Account account) {
        var profile = account.profile();
        return new UserBody(
                profile.email().map(EmailAddress::text).orElse(""),
                profile.realName(),
                profile.comment(),
                account.id(),
                account.name().text(),
                account.administrator(),
                false,
                Json.time(account.createdAt()),
                Json.time(account.updatedAt()));
    }

    /// A user in a search (`UserSearchRespItem`).
    record Found(long userId, String username) {
        static Found of(Account account) {
            return new Found(account.id(), account.name().text());
        }
    }
}
