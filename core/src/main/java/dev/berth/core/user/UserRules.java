package dev.berth.core.user;

import dev.berth.auth.account.AccountError;
import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.EmailAddress;
import dev.berth.auth.account.Profile;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.platform.http.HttpException;
import dev.berth.platform.http.HttpProblem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// What Harbor asks of a user's fields, and how it says no.
final class UserRules {
    private static final int TEXT_CHARACTERS_MAX = 255;
    private static final Duration RETRY_WHEN_BUSY = Duration.ofSeconds(5);

    private UserRules() {}

    static AccountName name(@Nullable String sent) {
        return valid(() -> new AccountName(withinLength("username", sent)));
    }

    /// Everybody has an address and a name.
    static Profile profile(
            @Nullable String email, @Nullable String realname, @Nullable String comment) {
        if (UserRequests.text(realname).isEmpty()) {
            throw badRequest("realname is required");
        }
        return valid(() -> new Profile(
                Optional.of(new EmailAddress(withinLength("email", email))),
                UserRequests.text(realname),
                UserRequests.text(comment)));
    }

    static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }

    /// The same refusal as the API says it.
    static RuntimeException refusal(AccountException refused) {
        var error = refused.error();
        var code = switch (error) {
            case AccountError.Unknown _, AccountError.UnknownNumber _ -> ErrorCode.NOT_FOUND;
            case AccountError.NameTaken _, AccountError.EmailTaken _ -> ErrorCode.CONFLICT;
            case AccountError.WeakPassword _, AccountError.SamePassword _ -> ErrorCode.BAD_REQUEST;
            case AccountError.LastAdministrator _ -> ErrorCode.FORBIDDEN;
            case AccountError.Busy _ -> ErrorCode.UNKNOWN;
        };
        return code == ErrorCode.UNKNOWN
                ? new HttpException(new HttpProblem.Unavailable(error.message(), RETRY_WHEN_BUSY))
                : new HarborException(new HarborError(code, error.message()));
    }

    /// Lengths are the contract's, so they are refused as it says.
    private static String withinLength(String field, @Nullable String sent) {
        var text = UserRequests.text(sent);
        if (text.length() > TEXT_CHARACTERS_MAX) {
            throw new HarborException(
                    ErrorCode.UNPROCESSABLE_ENTITY,
                    field + " in body should be at most " + TEXT_CHARACTERS_MAX + " chars long");
        }
        return text;
    }

    private static <T> T valid(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw badRequest(String.valueOf(e.getMessage()));
        }
    }
}
