package dev.berth.auth.http;

import dev.berth.auth.token.Subject;
import dev.berth.platform.config.Secret;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Query;
import dev.berth.platform.http.Request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Who asks for a token by POST, as in OAuth 2.0: an account or robot by name and password,
/// or by a refresh token. The credentials stand in the body, so this guard reads it.
final class FormTokenGuard implements Guard<TokenRequest> {
    static final int BODY_BYTES_MAX = 32 * 1024;

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Authenticator authenticator;
    private final TokenForm form;

    FormTokenGuard(Authenticator authenticator, TokenForm form) {
        this.authenticator = authenticator;
        this.form = form;
    }

    @Override
    public String permission() {
        return "anyone";
    }

    @Override
    public TokenRequest admit(Request request) throws IOException, InterruptedException {
        var sent = read(request);
        var subject = switch (requireOne(sent, "grant_type")) {
            case "password" -> byPassword(sent, request);
            case "refresh_token" -> byRefreshToken(sent);
            default -> throw new TokenException(TokenError.UNSUPPORTED_GRANT_TYPE);
        };
        request.identified(subject.principal().name());
        boolean offline = sent.first("access_type").filter("offline"::equals).isPresent();
        return new TokenRequest(subject, TokenForm.scopes(sent.all("scope")), offline);
    }

    private Query read(Request request) throws IOException {
        var type = request.headers().first("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.equals(FORM) && !type.startsWith(FORM + ";")) {
            throw new TokenException(TokenError.MALFORMED_FORM);
        }
        var bytes = request.body().bytes(BODY_BYTES_MAX);
        var sent = Query.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        form.requireOurService(sent.first("service"));
        return sent;
    }

    private Subject byPassword(Query sent, Request request) throws InterruptedException {
        var name = requireOne(sent, "username");
        var password = requireOne(sent, "password");
        if (name.length() > Authorization.NAME_CHARACTERS_MAX
                || password.length() > Authorization.PASSWORD_CHARACTERS_MAX) {
            throw new AuthException(new AuthRefusal.WrongCredentials(form.challenge()));
        }
        return Subject.of(authenticator.login(name, Secret.of(password), request, form::challenge));
    }

    private Subject byRefreshToken(Query sent) {
        return authenticator
                .refresh(Secret.of(requireOne(sent, "refresh_token")))
                .orElseThrow(() -> new TokenException(TokenError.INVALID_REFRESH_TOKEN));
    }

    private static String requireOne(Query sent, String name) {
        var values = sent.all(name);
        if (values.size() != 1 || values.getFirst().isEmpty()) {
            throw new TokenException(TokenError.MALFORMED_FORM);
        }
        return values.getFirst();
    }
}
