package dev.berth.core.project;

import dev.berth.core.access.Right;
import dev.berth.core.session.Caller;

/// The key to one project, for one request: made by [ProjectGuards] and by nothing else.
public final class ProjectAccess {
    private final ProjectPolicy policy;
    private final Caller caller;
    private final Project project;

    ProjectAccess(ProjectPolicy policy, Caller caller, Project project) {
        this.policy = policy;
        this.caller = caller;
        this.project = project;
    }

    public Project project() {
        return project;
    }

    /// Who has it.
    public Caller caller() {
        return caller;
    }

    /// True if this caller may do this too, here.
    public boolean may(Right right) {
        return policy.allows(caller, project, right);
    }
}
