package dev.berth.auth.http;

import static java.util.stream.Collectors.joining;

import dev.berth.auth.token.Access;
import dev.berth.auth.token.GrantAccess;
import dev.berth.auth.token.IssuedToken;
import dev.berth.auth.token.Subject;
import dev.berth.auth.token.Tokens;
import dev.berth.platform.http.Body;
import dev.berth.platform.http.Headers;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;
import dev.berth.platform.http.RouteGroup;

import tools.jackson.databind.json.JsonMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The token service: GET as in the Docker token specification, POST as in OAuth 2.0.
///
/// Granted is what was asked for and is allowed; less than asked for is no error, as clients ask
/// for what they might need.
final class TokenRoutes {
    static final String PATH = "/service/token";

    /// Tokens are for one reader.
    private static final Headers FIELDS =
            Headers.of("Cache-Control", "no-store", "Pragma", "no-cache");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final QueryTokenGuard queryGuard;
    private final FormTokenGuard formGuard;
    private final GrantAccess grantAccess;
    private final Tokens tokens;
    private final boolean identityTokens;

    TokenRoutes(
            QueryTokenGuard queryGuard,
            FormTokenGuard formGuard,
            GrantAccess grantAccess,
            Tokens tokens,
            boolean identityTokens) {
        this.queryGuard = queryGuard;
        this.formGuard = formGuard;
        this.grantAccess = grantAccess;
        this.tokens = tokens;
        this.identityTokens = identityTokens;
    }

    RouteGroup routes() {
        var get = Route.of("getToken", Method.GET, PATH, queryGuard, this::get);
        var post = Route.of("postToken", Method.POST, PATH, formGuard, this::post)
                .withBody(FormTokenGuard.BODY_BYTES_MAX);
        return new RouteGroup(PATH, List.of(get, post), new TokenErrorResponses(), FIELDS);
    }

    private Response get(TokenRequest asked, Request request) {
        var issued = issue(asked, grant(asked));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("token", issued.token().reveal());
        putToken(answer, issued);
        if (identityTokens) {
            putRefreshToken(answer, asked);
        }
        return json(200, Headers.NONE, answer);
    }

    private Response post(TokenRequest asked, Request request) {
        var access = grant(asked);
        var answer = new LinkedHashMap<String, Object>();
        putToken(answer, issue(asked, access));
        answer.put("scope", access.stream().map(Access::toString).collect(joining(" ")));
        putRefreshToken(answer, asked);
        return json(200, Headers.NONE, answer);
    }

    private List<Access> grant(TokenRequest asked) {
        return grantAccess.grant(asked.subject().principal(), asked.scopes());
    }

    private IssuedToken issue(TokenRequest asked, List<Access> access) {
        return tokens.issue(asked.subject(), access);
    }

    private static void putToken(Map<String, Object> answer, IssuedToken issued) {
        answer.put("access_token", issued.token().reveal());
        answer.put("expires_in", issued.lifetime().toSeconds());
        answer.put("issued_at", issued.issuedAt().toString());
    }

    private void putRefreshToken(Map<String, Object> answer, TokenRequest asked) {
        if (asked.offline() && asked.subject() instanceof Subject.Holder holder) {
            answer.put("refresh_token", tokens.issueRefresh(holder).token().reveal());
        }
    }

    static Response json(int status, Headers fields, Map<String, Object> answer) {
        var body = new Body.Bytes(JSON.writeValueAsBytes(answer));
        return new Response(status, fields.with("Content-Type", "application/json"), body);
    }
}
