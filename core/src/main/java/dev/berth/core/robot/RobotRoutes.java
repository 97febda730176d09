package dev.berth.core.robot;

import dev.berth.core.api.Json;
import dev.berth.platform.http.Method;
import dev.berth.platform.http.Request;
import dev.berth.platform.http.Response;
import dev.berth.platform.http.Route;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

/// The operations of the tag "robot".
final class RobotRoutes {
    private static final String ROBOTS = "/api/v2.0/robots";
    private static final String ROBOT = ROBOTS + "/{" + RobotGuards.ID + "}";
    private static final int SECRET_BYTES_MAX = 16 * 1024;

    /// Of an answer, for each character that a right has in its row, and for each robot besides.
    private static final long BYTES_PER_CHARACTER = 8;

    private static final long BYTES_PER_ROBOT = 4 * 1024;

    private final Robots robots;
    private final RobotGuards guards;

    RobotRoutes(Robots robots, RobotGuards guards) {
        this.robots = robots;
        this.guards = guards;
    }

    List<Route<?>> routes() {
        var update = guards.robot("update");
        return List.of(
                Route.of("ListRobot", Method.GET, ROBOTS, guards.list(), this::list),
                Route.of("CreateRobot", Method.POST, ROBOTS, guards.creation(), this::create)
                        .withBody(RobotGuards.BODY_BYTES_MAX),
                Route.of("GetRobotByID", Method.GET, ROBOT, guards.robot("read"), this::get),
                Route.of("UpdateRobot", Method.PUT, ROBOT, update, this::update)
                        .withBody(RobotGuards.BODY_BYTES_MAX),
                Route.of("RefreshSec", Method.PATCH, ROBOT, update, this::refresh)
                        .withBody(SECRET_BYTES_MAX),
                Route.of(
                        "DeleteRobot", Method.DELETE, ROBOT, guards.robot("delete"), this::delete));
    }

    /// A list of everything has a bound in rows, which must be short ones: without permissions.
    private Response list(RobotGuards.Asked asked, Request request) throws IOException {
        var page = asked.request();
        var part = robots.list(asked.project(), page.listing());
        if (page.pageSize() == 0) {
            return page.answer(
                    request, part, listed -> RobotBody.of(robots.showAlone(listed.robot())));
        }
        long characters =
                part.rows().stream().mapToLong(Robots.Listed::grantedCharacters).sum();
        request.makeRoom(BYTES_PER_ROBOT * part.rows().size() + BYTES_PER_CHARACTER * characters);
        var shown =
                robots.showAll(part.rows().stream().map(Robots.Listed::robot).toList());
        return page.answer(
                request,
                part,
                listed -> RobotBody.of(
                        Objects.requireNonNull(shown.get(listed.robot().id()))));
    }

    private Response create(RobotGuards.Creation asked, Request request)
            throws InterruptedException {
        var made = robots.create(asked.draft(), asked.author());
        var shown = made.shown();
        return Json.response(201, RobotBody.Created.of(shown, made.secret().reveal()))
                .with("Location", ROBOTS + "/" + shown.robot().id());
    }

    private Response get(RobotAccess access, Request request) {
        return Json.response(200, RobotBody.of(robots.show(access.robot())));
    }

    private Response update(RobotAccess access, Request request) throws IOException {
        var sent = Json.read(request, RobotRequest.Change.class, RobotGuards.BODY_BYTES_MAX);
        var robot = access.robot();
        robots.update(robot.id(), sent.read(robot), sent.disable(), access.author());
        return Response.of(200);
    }

    /// A secret that the client chose is not shown again.
    private Response refresh(RobotAccess access, Request request)
            throws IOException, InterruptedException {
        var chosen = Json.read(request, RobotRequest.Sec.class, SECRET_BYTES_MAX);
        long id = access.robot().id();
        if (chosen.isEmpty()) {
            var made = robots.refresh(id, access.author());
            return Json.response(200, new RobotBody.Sec(made.reveal()));
        }
        robots.refresh(id, chosen.read(), access.author());
        return Json.response(200, new RobotBody.Sec(""));
    }

    private Response delete(RobotAccess access, Request request) {
        robots.delete(access.robot().id(), access.author());
        return Response.of(200);
    }
}
