package dev.berth.auth.http;

import dev.berth.auth.token.Subject;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

/// Who asks for a token by GET: an account or robot by name and password, or nobody.
///
/// The query: `service`, `scope` (repeated or several between spaces), `offline_token`; `account`
/// and `client_id` say nothing that the credentials do not.
final class QueryTokenGuard implements Guard<TokenRequest> {
    private final Authenticator authenticator;
    private final TokenForm form;

    QueryTokenGuard(Authenticator authenticator, TokenForm form) {
        this.authenticator = authenticator;
        this.form = form;
    }

    @Override
    public String permission() {
        return "anyone";
    }

    @Override
    public TokenRequest admit(Request request) throws InterruptedException {
        var query = request.query();
        form.requireOurService(query.first("service"));
        var scopes = TokenForm.scopes(query.all("scope"));
        boolean offline = query.first("offline_token").filter("true"::equals).isPresent();
        var subject = subject(request);
        request.identified(subject.principal().name());
        return new TokenRequest(subject, scopes, offline);
    }

    private Subject subject(Request request) throws InterruptedException {
        return switch (Authorization.parse(request.headers().all("Authorization"))) {
            case Authorization.None _ -> new Subject.Nobody();
            case Authorization.Basic(var name, var password) ->
                Subject.of(authenticator.login(name, password, request, form::challenge));
            // A token does not beget tokens: it would never end.
            case Authorization.Bearer _, Authorization.Unusable _ ->
                throw new AuthException(new AuthRefusal.WrongCredentials(form.challenge()));
        };
    }
}
