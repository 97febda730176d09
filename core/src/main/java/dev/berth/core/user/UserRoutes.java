package dev.berth.core.user;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountException;
import dev.berth.auth.account.Accounts;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.api.ListRequest;
import dev.berth.core.api.Numbers;
import dev.berth.core.api.PasswordShape;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.core.session.Caller.Known;
import dev.berth.core.session.Callers;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.http.Handler;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.util.List;

/// The operations of the tag "user".
public final class UserRoutes {
    private static final String ID = "user_id";
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final Accounts accounts;
    private final Callers callers;
    private final ApiGuards guards;

    public UserRoutes(Accounts accounts, Callers callers, ApiGuards guards) {
        this.accounts = accounts;
        this.callers = callers;
        this.guards = guards;
    }

    public List<Route<?>> routes() {
        var users = "/api/v2.0/users";
        var user = users + "/{" + ID + "}";
        var known = guards.known();
        return List.of(
                Route.of("listUsers", Method.GET, users, guards.system("user:list"), this::list),
                Route.of(
                                "createUser",
                                Method.POST,
                                users,
                                guards.systemOrSelfRegistration("user:create"),
                                told(this::create))
                        .withBody(BODY_BYTES_MAX),
                Route.of("searchUsers", Method.GET, users + "/search", known, this::search),
                Route.of(
                        "getCurrentUserInfo",
                        Method.GET,
                        users + "/current",
                        guards.user(),
                        this::current),
                Route.of(
                        "getUser",
                        Method.GET,
                        user,
                        guards.selfOrSystem(ID, "user:read"),
                        this::get),
                Route.of(
                                "updateUserProfile",
                                Method.PUT,
                                user,
                                guards.selfOrSystem(ID, "user:update"),
                                told(this::updateProfile))
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "deleteUser",
                        Method.DELETE,
                        user,
                        guards.system("user:delete"),
                        told(this::delete)),
                Route.of(
                                "setUserSysAdmin",
                                Method.PUT,
                                user + "/sysadmin",
                                guards.administrator("user:update"),
                                told(this::setSysAdmin))
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                                "updateUserPassword",
                                Method.PUT,
                                user + "/password",
                                guards.selfOrSystem(ID, "user:update"),
                                told(this::updatePassword))
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                                "setCliSecret",
                                Method.PUT,
                                user + "/cli_secret",
                                guards.selfOrSystem(ID, "user:update"),
                                this::setCliSecret)
                        .withBody(BODY_BYTES_MAX));
    }

    /// The handler, with the refusals of accounts in the API's words.
    private static <C> Handler<C> told(Handler<C> handler) {
        return (caller, request) -> {
            try {
                return handler.handle(caller, request);
            } catch (AccountException refused) {
                throw UserRules.refusal(refused);
            }
        };
    }

    /// All users but the first administrator.
    private Response list(Known caller, Request request) throws IOException {
        var asked = ListRequest.of(request);
        for (var column : List.of("username", "email")) {
            var part = request.query().first(column).filter(text -> !text.isEmpty());
            if (part.isPresent()) {
                asked = asked.and(column, new Match.Contains(part.get()));
            }
        }
        return asked.answer(request, accounts.listOthers(asked.listing()), UserBody::of);
    }

    /// By name and nothing else: everybody may search, and only administrators see addresses.
    private Response search(Known caller, Request request) throws IOException {
        var username = request.query().first("username");
        if (username.isEmpty()) {
            throw new HarborException(
                    ErrorCode.UNPROCESSABLE_ENTITY, "username in query is required");
        }
        var asked = ListRequest.ofPage(request).and("username", new Match.Contains(username.get()));
        return asked.answer(request, accounts.listOthers(asked.listing()), UserBody.Found::of);
    }

    private Response create(Caller caller, Request request)
            throws IOException, InterruptedException {
        var sent = Json.read(request, UserRequests.Creation.class, BODY_BYTES_MAX);
        var name = UserRules.name(sent.username());
        var profile = UserRules.profile(sent.email(), sent.realname(), sent.comment());
        PasswordShape.require(sent.secret());
        var account = accounts.by(caller.name()).add(name, sent.secret(), false, profile);
        return Response.of(201, "Location", "/api/v2.0/users/" + account.id());
    }

    private Response current(Caller.User caller, Request request) {
        return Json.response(200, UserBody.of(caller.account()));
    }

    private Response get(Known caller, Request request) {
        return Json.response(200, UserBody.of(require(request)));
    }

    private Response updateProfile(Known caller, Request request) throws IOException {
        var sent = Json.read(request, UserRequests.Profile.class, BODY_BYTES_MAX);
        accounts.by(caller.name())
                .changeProfile(
                        requireWithin(caller, request).id(),
                        UserRules.profile(sent.email(), sent.realname(), sent.comment()));
        return Response.of(200);
    }

    /// Nobody removes themselves or the first administrator.
    private Response delete(Known caller, Request request) {
        long id = Numbers.inPath(request, ID);
        if (id == Account.FIRST_ID || caller.is(id)) {
            throw new HarborException(
                    ErrorCode.FORBIDDEN, "the first administrator and oneself stay");
        }
        accounts.by(caller.name()).remove(requireWithin(caller, request).id());
        return Response.of(200);
    }

    /// The user in the path. Who is no administrator, such as a robot that may change users, has no
    /// power over administrators: with their passwords it could do everything.
    private Account requireWithin(Known caller, Request request) {
        var account = require(request);
        if (account.administrator() && !caller.isAdministrator()) {
            throw new HarborException(
                    ErrorCode.FORBIDDEN, "administrators are changed by administrators");
        }
        return account;
    }

    private Response setSysAdmin(Known caller, Request request) throws IOException {
        var sent = Json.read(request, UserRequests.SysAdminFlag.class, BODY_BYTES_MAX);
        accounts.by(caller.name())
                .setAdministrator(Numbers.inPath(request, ID), sent.sysadminFlag());
        return Response.of(200);
    }

    /// Who changes their own password shows the old one, also an administrator.
    private Response updatePassword(Known caller, Request request)
            throws IOException, InterruptedException {
        var sent = Json.read(request, UserRequests.Password.class, BODY_BYTES_MAX);
        var account = requireWithin(caller, request);
        if (caller.is(account.id()) && !isPasswordOf(account, sent, request)) {
            throw new HarborException(ErrorCode.FORBIDDEN, "the old password is not correct");
        }
        PasswordShape.require(sent.newSecret());
        accounts.by(caller.name()).changePassword(account.id(), sent.newSecret());
        return Response.of(200);
    }

    /// Counted as a log-in, so that it is no other way to guess.
    private boolean isPasswordOf(Account account, UserRequests.Password sent, Request request)
            throws InterruptedException {
        return callers.byPassword(account.name().text(), sent.oldSecret(), request)
                .isPresent();
    }

    private Response setCliSecret(Known caller, Request request) throws IOException {
        var _ = Json.read(request, UserRequests.CliSecret.class, BODY_BYTES_MAX);
        var _ = require(request);
        throw new HarborException(
                ErrorCode.PRECONDITION, "users have CLI secrets with auth_mode oidc_auth only");
    }

    private Account require(Request request) {
        long id = Numbers.inPath(request, ID);
        return accounts.find(id)
                .orElseThrow(() -> new HarborException(
                        ErrorCode.NOT_FOUND, "there is no user with the number " + id));
    }
}
