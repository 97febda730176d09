package dev.berth.core.project;

import dev.berth.core.access.Right;
import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborError;
import dev.berth.core.api.HarborException;
import dev.berth.core.session.ApiGuards;
import dev.berth.core.session.Caller;
import dev.berth.platform.http.Guard;
import dev.berth.platform.http.Request;

import java.io.IOException;
import java.util.Optional;

/// The guards of operations on a project that the path names.
///
/// - A refusal is the same whether the project is there or not: 401 for nobody, 403 for somebody.
///   Only administrators hear that there is none.
/// - The path has the project at [#PARAMETER]: its number, or with the field
///   `X-Is-Resource-Name: true`, and where it is no number, its name. Or at
///   [#NAME_PARAMETER] its name.
public final class ProjectGuards {
    public static final String PARAMETER = "project_name_or_id";
    public static final String NAME_PARAMETER = "project_name";

    private static final String IS_NAME = "X-Is-Resource-Name";

    private final Projects projects;
    private final ProjectPolicy policy;
    private final Guard<Caller> anyone;

    ProjectGuards(Projects projects, ProjectPolicy policy, ApiGuards guards) {
        this.projects = projects;
        this.policy = policy;
        this.anyone = guards.anyone();
    }

    /// Lets in who has this right in the project.
    ///
    /// @param right resource and action as in Harbor's tables, such as `member:list`
    public Guard<ProjectAccess> project(String right) {
        return new Restricted(Right.of(right), PARAMETER);
    }

    /// As [#project], where the path names the project by nothing but its name.
    public Guard<ProjectAccess> named(String right) {
        return new Restricted(Right.of(right), NAME_PARAMETER);
    }

    private final class Restricted implements Guard<ProjectAccess> {
        private final Right right;
        private final String parameter;

        Restricted(Right right, String parameter) {
            this.right = right;
            this.parameter = parameter;
        }

        @Override
        public String permission() {
            return "in the project " + right;
        }

        @Override
        public ProjectAccess admit(Request request) throws IOException, InterruptedException {
            var caller = anyone.admit(request);
            var sent = request.parameter(parameter);
            var project = isName(request) ? find(sent) : findByNameOrNumber(sent);
            if (project.isPresent() && policy.allows(caller, project.get(), right)) {
                return new ProjectAccess(policy, caller, project.get());
            }
            throw new HarborException(refusal(caller, sent));
        }

        private boolean isName(Request request) {
            return parameter.equals(NAME_PARAMETER)
                    || request.headers().first(IS_NAME).filter("true"::equals).isPresent();
        }
    }

    private Optional<Project> findByNameOrNumber(String sent) {
        return sent.matches("[0-9]{1,18}") ? projects.find(Long.parseLong(sent)) : find(sent);
    }

    private Optional<Project> find(String name) {
        return Optional.of(name).filter(ProjectName::isOne).flatMap(projects::find);
    }

    private static HarborError refusal(Caller caller, String sent) {
        return switch (caller) {
            case Caller.Nobody _ -> HarborError.UNAUTHORIZED;
            case Caller.Known known
            when known.isAdministrator() ->
                new HarborError(ErrorCode.NOT_FOUND, "there is no project " + sent);
            case Caller.Known _ -> HarborError.FORBIDDEN;
        };
    }
}
