package dev.berth.core.robot;

import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.core.api.Json;
import dev.berth.core.api.ListRequest;
import dev.berth.core.api.Numbers;
import dev.berth.core.project.Project;
import dev.berth.core.project.ProjectPolicy;
import dev.berth.core.project.Projects;
import dev.berth.core.robot.RobotDraft.Level;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.platform.database.Listing;
import dev.berth.platform.database.Listing.Match;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The guards of operations on robots: of the installation by a right on it, of a project by the
/// same right in the project.
///
/// - A refusal is the same whether the robot or the project is there or not: 401 for nobody, 403
///   for somebody. Only administrators hear that there is none.
final class RobotGuards {
    static final String ID = "robot_id";

    /// Room for the grants of a robot in a hundred projects.
    static final int BODY_BYTES_MAX = 512 * 1024;

    private static final String RESOURCE = "robot";

    private final Robots robots;
    private final Projects projects;
    private final ProjectPolicy policy;
    private final Guard<Caller> anyone;

    RobotGuards(Robots robots, Projects projects, ProjectPolicy policy, ApiGuards guards) {
        this.robots = robots;
        this.projects = projects;
        this.policy = policy;
        this.anyone = guards.anyone();
    }

    /// Lets in who may do this with the robot that the path names at [#ID].
    ///
    /// @param action as in Harbor's tables
    Guard<RobotAccess> robot(String action) {
        return new OfRobot(new Right(RESOURCE, action));
    }

    /// Lets in who may make the robot that the body asks for, which must be one that can be: what
    /// cannot is told to everybody, as in Harbor.
    Guard<Creation> creation() {
        return new OfCreation(new Right(RESOURCE, "create"));
    }

    /// Lets in who may list the robots that the query asks for.
    Guard<Asked> list() {
        return new OfList(new Right(RESOURCE, "list"));
    }

    /// A robot to be made, by somebody who may.
    record Creation(Author author, RobotDraft draft) {}

    /// Robots to be listed, to somebody who may see them.
    ///
    /// @param project [Robot#OF_SYSTEM] for those of the installation
    record Asked(long project, ListRequest request) {}

    private static Caller.Known requireKnown(Caller caller) {
        return switch (caller) {
            case Caller.Nobody _ -> throw new HarborException(HarborError.UNAUTHORIZED);
            case Caller.Known known -> known;
        };
    }

    private boolean mayIn(Optional<Project> project, Caller.Known caller, Right right) {
        return project.isPresent() && policy.allows(caller, project.get(), right);
    }

    private static HarborException refusal(Caller.Known caller, String absent) {
        return new HarborException(
                caller.isAdministrator()
                        ? new HarborError(ErrorCode.NOT_FOUND, absent)
                        : HarborError.FORBIDDEN);
    }

    private final class OfRobot implements Guard<RobotAccess> {
        private final Right right;

        OfRobot(Right right) {
            this.right = right;
        }

        @Override
        public String permission() {
            return "system or in its project " + right;
        }

        @Override
        public RobotAccess admit(Request request) throws IOException, InterruptedException {
            var caller = requireKnown(anyone.admit(request));
            long id = Numbers.inPath(request, ID);
            var robot = robots.find(id);
            // Looked up in either case, so that the time tells nothing.
            var project = projects.find(robot.map(Robot::projectId).orElse(Robot.OF_SYSTEM));
            if (robot.isPresent()
                    && (robot.get().isOfSystem()
                            ? caller.may(right)
                            : mayIn(project, caller, right))) {
                return new RobotAccess(caller, robot.get());
            }
            throw refusal(caller, "there is no robot with the number " + id);
        }
    }

    private final class OfCreation implements Guard<Creation> {
        private final Right right;

        OfCreation(Right right) {
            this.right = right;
        }

        @Override
        public String permission() {
            return "system or in the project " + right;
        }

        @Override
        public Creation admit(Request request) throws IOException, InterruptedException {
            var caller = anyone.admit(request);
            var draft = Json.read(request, RobotRequest.Creation.class, BODY_BYTES_MAX)
                    .read();
            var known = requireKnown(caller);
            if (draft.level() == Level.SYSTEM) {
                if (!known.may(right)) {
                    throw new HarborException(HarborError.FORBIDDEN);
                }
            } else if (!mayIn(projects.find(draft.project()), known, right)) {
                throw refusal(known, "there is no project " + draft.project());
            }
            return new Creation(Author.of(known), draft);
        }
    }

    private final class OfList implements Guard<Asked> {
        private static final String LEVEL = "level";
        private static final String PROJECT_ID = "project_id";

        private final Right right;

        OfList(Right right) {
            this.right = right;
        }

        @Override
        public String permission() {
            return "system or in the project " + right;
        }

        @Override
        public Asked admit(Request request) throws IOException, InterruptedException {
            var caller = requireKnown(anyone.admit(request));
            var asked = ListRequest.of(request);
            var project = project(asked.listing().where());
            if (project.isEmpty()) {
                if (!caller.may(right)) {
                    throw new HarborException(HarborError.FORBIDDEN);
                }
                return new Asked(Robot.OF_SYSTEM, asked);
            }
            long id = project.getAsLong();
            if (!mayIn(projects.find(id), caller, right)) {
                throw refusal(caller, "there is no project with the number " + id);
            }
            return new Asked(id, asked);
        }

        /// Whose robots are asked for; empty for those of the installation.
        private static OptionalLong project(List<Listing.Condition> conditions) {
            var level = value(conditions, LEVEL).map(Level::of).orElse(Level.SYSTEM);
            if (level == Level.SYSTEM) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(value(conditions, PROJECT_ID)
                    .filter(text -> text.matches("0*[1-9][0-9]{0,17}"))
                    .map(Long::parseLong)
                    .orElseThrow(() -> new HarborException(
                            ErrorCode.BAD_REQUEST,
                            "must with project ID when to query project robots: write"
                                    + " q=Level=project,ProjectID=7")));
        }

        private static Optional<String> value(List<Listing.Condition> conditions, String column) {
            return conditions.stream()
                    .filter(condition -> condition.column().equals(column))
                    .findFirst()
                    .map(condition -> {
                        if (condition.match() instanceof Match.Equal(var value)) {
                            return value;
                        }
                        throw new HarborException(
                                ErrorCode.BAD_REQUEST, column + " in q has one value");
                    });
        }
    }
}
