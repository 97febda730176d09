package dev.berth.core.access;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;

/// Who may do what in a project: Harbor's table, word by word.
///
/// - The columns are the roles in their order: a member may do what theirs says, and on a public
///   project everybody what the last column says.
/// - `C R U D L` stand for create, read, update, delete, list.
/// - Oddities are Harbor's: a developer may not delete a tag; only administrators list metadata;
///   who is no member of a public project may list and pull its repositories and not read one.
public final class ProjectRights {
    private static final String TABLE = """
        project             | R U D                 | R                   | R                 | R        | R        | R
        member              | C R U D L             | R L                 | R L               | R L      | -        | -
        metadata            | C R U D               | R                   | -                 | -        | -        | -
        log                 | L                     | -                   | -                 | -        | -        | -
        label               | C R U D L             | C R U D L           | R L               | R L      | -        | R L
        quota               | R                     | R                   | R                 | R        | R        | -
        repository          | C R U D L pull push   | C R U D L pull push | C R U L pull push | R L pull | R L pull | L pull
        tag-retention       | C R U D L operate     | C R U D L operate   | C R U D L operate | -        | -        | -
        immutable-tag       | C U D L               | C U D L             | -                 | -        | -        | -
        configuration       | R U                   | R                   | R                 | R        | R        | -
        robot               | C R U D L             | R L                 | R L               | R L      | -        | -
        notification-policy | C R U D L             | R L                 | -                 | -        | -        | -
        scan                | C R stop              | C R stop            | R                 | R        | R        | R
        sbom                | C R stop              | C R stop            | R                 | R        | R        | -
        scanner             | C R                   | R                   | R                 | R        | R        | R
        artifact            | C R D L               | C R D L             | C R L             | R L      | R L      | R L
        artifact-addition   | R                     | R                   | R                 | R        | R        | R
        tag                 | C D L                 | C D L               | C L               | L        | L        | L
        accessory           | L                     | L                   | L                 | L        | L        | L
        artifact-label      | C D                   | C D                 | C D               | -        | -        | -
        preheat-policy      | C R U D L             | -                   | -                 | -        | -        | -
        export-cve          | C R L                 | C R L               | C R L             | -        | -        | -
        """;

    private static final Right LIST_METADATA = new Right("metadata", "list");

    private static final Map<Role, SequencedSet<Right>> BY_ROLE = new EnumMap<>(Role.class);
    private static final SequencedSet<Right> OF_EVERYBODY;
    private static final SequencedSet<Right> ALL;

    static {
        var roles = Role.values();
        var all = new LinkedHashSet<Right>();
        for (int i = 0; i < roles.length; i++) {
            BY_ROLE.put(roles[i], column(i));
            all.addAll(column(i));
        }
        all.add(LIST_METADATA);
        OF_EVERYBODY = column(roles.length);
        ALL = Collections.unmodifiableSequencedSet(all);
    }

    private ProjectRights() {}

    /// What a member of this role may do.
    public static SequencedSet<Right> of(Role role) {
        return Objects.requireNonNull(BY_ROLE.get(role));
    }

    /// What everybody may do in a public project.
    public static SequencedSet<Right> ofEverybody() {
        return OF_EVERYBODY;
    }

    /// What an administrator may do: everything there is.
    public static SequencedSet<Right> all() {
        return ALL;
    }

    private static SequencedSet<Right> column(int index) {
        var rights = new LinkedHashSet<Right>();
        for (var line : TABLE.lines().toList()) {
            var cells = List.of(line.split("\\|", -1));
            var resource = cells.getFirst().strip();
            for (var action : GrantableRights.actions(cells.get(index + 1).strip())) {
                rights.add(new Right(resource, action));
            }
        }
        return Collections.unmodifiableSequencedSet(rights);
    }
}
