package dev.berth.platform.config;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Reads settings for the records of the parts; a setting that is read is thereby declared.
///
/// - A part reads all of its settings, whatever their values are: what is not read counts as
///   unknown.
/// - A value that cannot be read is noted as a mistake and stands at its default, so that reading
///   goes on; the record then never leaves [Config#load].
/// - Used by one thread.
public final class Settings {
    /// Passwords inside URLs, as they appear before `@` and among parameters.
    private static final Pattern PASSWORD_IN_URL =
            Pattern.compile("(?<=://[^/@:]{0,255}:)[^@/]+(?=@)|(?<=[?&;]password=)[^&;]*");

    private final List<Layer> weakestFirst;
    private final Consumer<Mistake> mistakes;
    private final SequencedMap<String, Configured> declared = new LinkedHashMap<>();

    Settings(List<Layer> weakestFirst, Consumer<Mistake> mistakes) {
        this.weakestFirst = List.copyOf(weakestFirst);
        this.mistakes = mistakes;
    }

    /// One setting with what it was given.
    ///
    /// - `text`: as written, passwords masked; `(set)` or nothing for a secret.
    /// - `origin`: where it was written, or `default`.
    public record Configured(Setting<?> setting, String text, String origin) {}

    /// The value of a setting: from the strongest source that has it, else its default.
    public <T> T value(Setting<T> setting) {
        @Nullable Given given = strongest(setting);
        declare(setting, given);
        if (given == null) {
            return setting.defaultValue();
        }
        try {
            return given.parse(setting.kind());
        } catch (IllegalArgumentException e) {
            var shown = setting.isSecret() ? "" : "`" + masked(given.text()) + "` is not right: ";
            mistakes.accept(
                    new Mistake(given.origin(), setting.key() + ": " + shown + e.getMessage()));
            return setting.defaultValue();
        }
    }

    /// Notes that a value, right by itself, does not go with the others.
    ///
    /// @param remedy what is wrong and what to write instead; must not show a secret
    public void refuse(Setting<?> setting, String remedy) {
        @Nullable Configured configured = declared.get(setting.key());
        var where = configured == null ? setting.key() : configured.origin();
        mistakes.accept(new Mistake(where, setting.key() + ": " + remedy));
    }

    /// The value of a setting that cannot be left out; without one the mistake is noted, and
    /// `standIn` lets the reading go on.
    ///
    /// @param remedy what to write
    public <T> T require(Setting<Optional<T>> setting, T standIn, String remedy) {
        var value = value(setting);
        if (value.isEmpty() && !weakestFirst.isEmpty()) {
            mistakes.accept(new Mistake(setting.environmentName(), setting.key() + ": " + remedy));
        }
        return value.orElse(standIn);
    }

    Collection<Configured> declared() {
        return declared.values();
    }

    /// Notes everything that was given and that nobody has read.
    void refuseUnread() {
        for (var layer : weakestFirst) {
            var known = names(layer.nameOf());
            layer.given().forEach((name, given) -> {
                if (!known.contains(name) && !isEmptySection(name, given)) {
                    var remedy =
                            "there is no setting `" + name + "`" + Suggestion.among(known, name);
                    mistakes.accept(new Mistake(given.origin(), remedy));
                }
            });
        }
    }

    private Set<String> names(UnaryOperator<String> nameOf) {
        var names = new HashSet<String>();
        for (var configured : declared.values()) {
            names.add(nameOf.apply(configured.setting().key()));
            if (configured.setting().isSecret()) {
                names.add(nameOf.apply(configured.setting().fileKey()));
            }
        }
        return names;
    }

    private boolean isEmptySection(String name, Given given) {
        return given.isEmpty()
                && declared.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
    }

    private @Nullable Given strongest(Setting<?> setting) {
        for (var layer : weakestFirst.reversed()) {
            var direct = layer.find(setting.key());
            var byFile =
                    setting.isSecret() ? layer.find(setting.fileKey()) : Optional.<Given>empty();
            if (direct.isPresent() && byFile.isPresent()) {
                mistakes.accept(new Mistake(
                        direct.get().origin(),
                        setting.key() + ": also given by " + byFile.get().origin()
                                + "; remove one"));
            }
            if (direct.isPresent()) {
                return direct.get();
            }
            if (byFile.isPresent()) {
                return readSecret(setting, byFile.get());
            }
        }
        return null;
    }

    private @Nullable Given readSecret(Setting<?> setting, Given file) {
        try {
            var secret = Secret.read(Kind.path().read().apply(file.texts()));
            return Given.scalar(secret.reveal(), file.origin());
        } catch (IllegalArgumentException e) {
            refuseFile(setting, file, "is not right: " + e.getMessage());
        } catch (IOException e) {
            refuseFile(setting, file, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return null;
    }

    /// The file that a secret comes from, for whoever reads it again when it changes; empty if it
    /// is given directly, or not at all.
    public Optional<Path> fileOf(Setting<Optional<Secret>> setting) {
        for (var layer : weakestFirst.reversed()) {
            if (layer.find(setting.key()).isPresent()) {
                return Optional.empty();
            }
            var file = layer.find(setting.fileKey());
            if (file.isPresent()) {
                return path(file.get());
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> path(Given file) {
        try {
            return Optional.of(Kind.path().read().apply(file.texts()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A mistake that was noted when the secret was read.
        }
    }

    private void refuseFile(Setting<?> setting, Given file, String remedy) {
        mistakes.accept(new Mistake(
                file.origin(), setting.fileKey() + ": `" + file.text() + "` " + remedy));
    }

    private void declare(Setting<?> setting, @Nullable Given given) {
        var configured = given == null
                ? new Configured(setting, setting.byDefault(), "default")
                : new Configured(setting, shown(setting, given), given.origin());
        @Nullable Configured earlier = declared.putIfAbsent(setting.key(), configured);
        if (earlier != null && !earlier.setting().equals(setting)) {
            throw new IllegalStateException("two declarations of " + setting.key());
        }
    }

    private static String shown(Setting<?> setting, Given given) {
        if (!setting.isSecret()) {
            return masked(given.text());
        }
        return given.isEmpty() ? "" : "(set)";
    }

    private static String masked(String text) {
        return PASSWORD_IN_URL.matcher(text).replaceAll("…");
    }
}
