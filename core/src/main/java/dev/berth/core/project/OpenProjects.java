package dev.berth.core.project;

import dev.berth.core.access.Right;
import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Projects that the operator has opened to everybody, with or without a login, for more than a
/// public project allows.
///
/// - `push`: everybody may pull and push. `delete`: everybody may delete as well.
/// - Only repositories are meant; members, tags' rules and all else stay with the roles.
/// - A project that is not there is not made by a push of nobody.
///
/// Only a setting says so: nobody can open a project for writing through the API.
public record OpenProjects(Set<ProjectName> push, Set<ProjectName> delete) {
    /// None is.
    public static final OpenProjects NONE = new OpenProjects(Set.of(), Set.of());

    private static final Setting<List<ProjectName>> PUSH = setting(
            "auth.anonymous-push",
            "Projects that everybody may pull from and push to, without a login. For networks in"
                    + " which everybody is trusted; each start warns of it. To let everybody pull"
                    + " only, make the project public.");
    private static final Setting<List<ProjectName>> DELETE = setting(
            "auth.anonymous-delete",
            "Projects that everybody may pull from, push to and delete in, without a login; each"
                    + " start warns of it.");

    private static final Set<Right> PUSHING =
            Set.of(Right.of("repository:pull"), Right.of("repository:push"));
    private static final Set<Right> DELETING = with(PUSHING, Right.of("repository:delete"));

    public OpenProjects {
        push = Set.copyOf(push);
        delete = Set.copyOf(delete);
    }

    private static Setting<List<ProjectName>> setting(String name, String description) {
        return new Setting<>(
                name, Kind.of("the name of a project", ProjectName::new).list(), "", description);
    }

    private static Set<Right> with(Set<Right> rights, Right more) {
        var all = new HashSet<>(rights);
        all.add(more);
        return Set.copyOf(all);
    }

    /// Reads and checks both settings.
    public static OpenProjects from(Settings settings) {
        return new OpenProjects(
                Set.copyOf(settings.value(PUSH)), Set.copyOf(settings.value(DELETE)));
    }

    /// What everybody may do with repositories of the project.
    Set<Right> rights(ProjectName project) {
        if (delete.contains(project)) {
            return DELETING;
        }
        return push.contains(project) ? PUSHING : Set.of();
    }

    /// What is to be said of it at the start, a line each.
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (!push.isEmpty()) {
            warnings.add("everybody may push without a login to: " + names(push));
        }
        if (!delete.isEmpty()) {
            warnings.add("everybody may push and delete without a login in: " + names(delete));
        }
        return warnings;
    }

    private static String names(Set<ProjectName> projects) {
        return String.join(
                ", ", projects.stream().map(ProjectName::text).sorted().toList());
    }
}
