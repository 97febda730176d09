package dev.berth.platform.config;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The reference page of all settings, written from their declarations.
public final class Reference {
    private static final String HEAD = """
            # Configuration

            Settings come from the command line (`--set http.listen=0.0.0.0:5000`), the environment
            (`BERTH_HTTP_LISTEN`) and a YAML file (`--config berth.yaml`, or its path in `BERTH_CONFIG`); the first of
            these that names a setting wins. In the file, `http.listen: …` and `http:` with `listen: …` below it are
            the same; a list is a YAML list there and separated by commas elsewhere.

            `berth config check` reports every mistake at once, `berth config show` prints what is in force and where it
            comes from. A duration is written `500ms`, `30s`, `1h30m` or `7d`, a size `4MiB` or as bytes. A secret can
            also be given by a file that holds it: add `-file` to its key (`_FILE` to its variable).

            This page is generated from the declarations in the code.
            """;

    private Reference() {}

    /// All settings that `from` reads, in its order.
    ///
    /// @throws IllegalStateException if two of them share an environment variable
    public static List<Setting<?>> settings(Function<Settings, ?> from) {
        var settings = new Settings(List.of(), mistake -> {
            throw new IllegalStateException("the defaults do not go together: " + mistake);
        });
        var _ = from.apply(settings);
        var byVariable = new HashMap<String, Setting<?>>();
        var all = new ArrayList<Setting<?>>();
        for (var configured : settings.declared()) {
            @Nullable
            Setting<?> other = byVariable.putIfAbsent(
                    configured.setting().environmentName(), configured.setting());
            if (other != null) {
                throw new IllegalStateException(other.key() + " and "
                        + configured.setting().key() + " share an environment variable");
            }
            all.add(configured.setting());
        }
        return List.copyOf(all);
    }

    /// The page in Markdown: one part per section of the keys, one entry per setting.
    public static String markdown(Function<Settings, ?> from) {
        var sections = settings(from).stream()
                .collect(Collectors.groupingBy(
                        Reference::section,
                        LinkedHashMap::new,
                        Collectors.mapping(Reference::entry, Collectors.joining())));
        var page = new StringBuilder(HEAD);
        sections.forEach((section, entries) ->
                page.append("\n## ").append(section).append('\n').append(entries));
        return page.toString();
    }

    private static String section(Setting<?> setting) {
        return setting.key().substring(0, setting.key().indexOf('.'));
    }

    private static String entry(Setting<?> setting) {
        var byDefault = setting.byDefault().isEmpty() ? "nothing" : "`" + setting.byDefault() + "`";
        return "\n### `%s`\n\n%s\n\n- Value: %s.\n- Default: %s.\n- Environment: `%s`.\n"
                .formatted(
                        setting.key(),
                        setting.doc(),
                        setting.kind().description(),
                        byDefault,
                        variables(setting));
    }

    private static String variables(Setting<?> setting) {
        return setting.environmentName()
                + (setting.isSecret() ? "` or `" + Setting.environmentName(setting.fileKey()) : "");
    }
}
