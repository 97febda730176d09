package dev.berth.core.project;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name of a project: the first part of the names of its repositories.
///
/// - Shape: a component of a repository's name, at most 255 characters. A few of them are no names
///   for new projects, but there were repositories before there were projects.
/// - Source: distribution-spec, "Pulling manifests"; for new ones Harbor's rule.
public record ProjectName(String text) {
    private static final int LENGTH_MAX = 255;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*+");
    private static final Pattern NEW = Pattern.compile("[a-z0-9]+(?:[._-][a-z0-9]+)*+");

    /// @throws IllegalArgumentException for anything else
    public ProjectName {
        if (!isOne(text)) {
            throw new IllegalArgumentException("no project can be called " + text);
        }
    }

    /// Whether a project can be called so.
    static boolean isOne(String text) {
        return text.length() <= LENGTH_MAX && SHAPE.matcher(text).matches();
    }

    /// Whether a new project can be called so.
    static boolean isNew(String text) {
        return text.length() <= LENGTH_MAX && NEW.matcher(text).matches();
    }

    /// Reads the name of a new project.
    ///
    /// @throws HarborException if it may not be called so
    public static ProjectName ofNew(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new HarborException(
                    ErrorCode.UNPROCESSABLE_ENTITY,
                    "project_name in body should be at most " + LENGTH_MAX + " chars long");
        }
        if (!NEW.matcher(text).matches()) {
            throw new HarborException(
                    ErrorCode.BAD_REQUEST,
                    "a project name has lower case letters and digits, with single dots, hyphens"
                            + " or underscores between them");
        }
        return new ProjectName(text);
    }

    /// The project that a repository of this name, or a project, belongs to; empty where none can.
    public static Optional<ProjectName> ofRepository(String text) {
        return Optional.of(partOf(text)).filter(ProjectName::isOne).map(ProjectName::new);
    }

    /// The part of a repository's name that names its project.
    static String partOf(String repository) {
        int slash = repository.indexOf('/');
        return slash < 0 ? repository : repository.substring(0, slash);
    }

    @Override
    public String toString() {
        return text;
    }
}
