package dev.berth.core.member;

import dev.berth.auth.account.Account;
import dev.berth.auth.account.AccountName;
import dev.berth.auth.account.Accounts;
import dev.berth.core.access.Role;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.api.ListRequest;
import dev.berth.core.api.Numbers;
import dev.berth.core.project.Members;
import dev.berth.core.project.ProjectAccess;
import dev.berth.core.project.ProjectGuards;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;

/// The operations of the tag "member".
public final class MemberRoutes {
    private static final String ID = "mid";
    private static final String MEMBERS =
            "/api/v2.0/projects/{" + ProjectGuards.PARAMETER + "}/members";
    private static final String MEMBER = MEMBERS + "/{" + ID + "}";
    private static final int BODY_BYTES_MAX = 16 * 1024;

    private final Members members;
    private final Accounts accounts;
    private final ProjectGuards guards;

    public MemberRoutes(Members members, Accounts accounts, ProjectGuards guards) {
        this.members = members;
        this.accounts = accounts;
        this.guards = guards;
    }

    public List<Route<?>> routes() {
        return List.of(
                Route.of(
                        "listProjectMembers",
                        Method.GET,
                        MEMBERS,
                        guards.project("member:list"),
                        this::list),
                Route.of(
                                "createProjectMember",
                                Method.POST,
                                MEMBERS,
                                guards.project("member:create"),
                                this::create)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "getProjectMember",
                        Method.GET,
                        MEMBER,
                        guards.project("member:read"),
                        this::get),
                Route.of(
                                "updateProjectMember",
                                Method.PUT,
                                MEMBER,
                                guards.project("member:update"),
                                this::update)
                        .withBody(BODY_BYTES_MAX),
                Route.of(
                        "deleteProjectMember",
                        Method.DELETE,
                        MEMBER,
                        guards.project("member:delete"),
                        this::delete));
    }

    private Response list(ProjectAccess access, Request request) throws InterruptedIOException {
        var page = ListRequest.ofPage(request);
        var asked = request.query()
                .first("entityname")
                .filter(name -> !name.isEmpty())
                .map(name -> page.and("entity_name", new Match.Contains(name)))
                .orElse(page);
        var part = members.list(access.project().id(), asked.listing());
        return asked.answer(request, part, MemberBody::of);
    }

    private Response create(ProjectAccess access, Request request) throws IOException {
        var sent = Json.read(request, MemberRequest.class, BODY_BYTES_MAX);
        var role = role(sent.roleId());
        var member = members.by(access.caller().name()).add(access.project(), account(sent), role);
        var project = request.parameter(ProjectGuards.PARAMETER);
        return Response.of(
                201, "Location", "/api/v2.0/projects/" + project + "/members/" + member.id());
    }

    private Response get(ProjectAccess access, Request request) {
        var member = members.require(access.project().id(), Numbers.inPath(request, ID));
        return Json.response(200, MemberBody.of(member));
    }

    private Response update(ProjectAccess access, Request request) throws IOException {
        var sent = Json.read(request, MemberRequest.Change.class, BODY_BYTES_MAX);
        members.by(access.caller().name())
                .setRole(access.project(), Numbers.inPath(request, ID), role(sent.roleId()));
        return Response.of(200);
    }

    private Response delete(ProjectAccess access, Request request) {
        members.by(access.caller().name()).remove(access.project(), Numbers.inPath(request, ID));
        return Response.of(200);
    }

    private static Role role(long id) {
        return Role.of(id).orElseThrow(() -> badRequest("there is no role with the number " + id));
    }

    /// Who is to become a member: by number, or by name.
    private Account account(MemberRequest sent) {
        var user = sent.memberUser();
        if (user == null) {
            throw badRequest(
                    sent.memberGroup() == null
                            ? "name a user in member_user"
                            : "there is no such group; groups come with a later release");
        }
        if (user.userId() != 0) {
            return accounts.find(user.userId())
                    .orElseThrow(
                            () -> badRequest("there is no user with the number " + user.userId()));
        }
        return Optional.ofNullable(user.username())
                .filter(AccountName::isOne)
                .flatMap(accounts::find)
                .orElseThrow(() -> new HarborException(
                        ErrorCode.NOT_FOUND, "there is no user with this name"));
    }

    private static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
