package dev.berth.core.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/// What can be granted to a robot: Harbor's catalogue, word by word.
///
/// - Each line is a resource and its actions; `C R U D L` stand for create, read, update, delete,
///   list.
/// - Oddities are Harbor's: no robot changes a robot, as `robot:update` is not here; and a robot
///   may list metadata, which no role may.
///
/// Source: Harbor API v2.0, `GET /permissions`.
public final class GrantableRights {
    private static final SequencedSet<Right> IN_SYSTEM = read("""
        audit-log            | L
        preheat-instance     | C R U D L
        project              | L C
        replication-policy   | C R U D L
        replication          | C R L
        replication-adapter  | L
        registry             | C R U D L
        scan-all             | C R U stop
        system-volumes       | R
        garbage-collection   | C R L U stop
        purge-audit          | C R L U stop
        jobservice-monitor   | L stop
        scanner              | C R U D L
        label                | C R U D L
        security-hub         | R L
        catalog              | R
        quota                | R L U
        robot                | C R L D
        user                 | C R U L D
        ldap-user            | C L
        user-group           | C R U L D
        """);

    private static final SequencedSet<Right> IN_PROJECTS = read("""
        log                 | L
        project             | R U D
        metadata            | C R U D L
        repository          | R U D L pull push
        artifact            | C R L D
        scan                | C R stop
        sbom                | C R stop
        tag                 | C L D
        accessory           | L
        artifact-addition   | R
        artifact-label      | C D
        scanner             | C R
        preheat-policy      | C R U D L
        immutable-tag       | C U D L
        notification-policy | C R U D L
        tag-retention       | C R U D L
        label               | C R U D L
        quota               | R
        robot               | C R L D
        export-cve          | C R
        member              | C R U L D
        """);

    private GrantableRights() {}

    /// On the whole installation.
    public static SequencedSet<Right> inSystem() {
        return IN_SYSTEM;
    }

    /// In projects.
    public static SequencedSet<Right> inProjects() {
        return IN_PROJECTS;
    }

    private static SequencedSet<Right> read(String table) {
        var rights = new LinkedHashSet<Right>();
        for (var line : table.lines().toList()) {
            var cells = List.of(line.split("\\|", -1));
            for (var action : actions(cells.getLast().strip())) {
                rights.add(new Right(cells.getFirst().strip(), action));
            }
        }
        return Collections.unmodifiableSequencedSet(rights);
    }

    /// The actions in a cell of a table.
    static List<String> actions(String cell) {
        var actions = new ArrayList<String>();
        for (var word : cell.split(" ", -1)) {
            switch (word) {
                case "C" -> actions.add("create");
                case "R" -> actions.add("read");
                case "U" -> actions.add("update");
                case "D" -> actions.add("delete");
                case "L" -> actions.add("list");
                case "-" -> {}
                default -> actions.add(word);
            }
        }
        return actions;
    }
}
