package dev.berth.platform.config;

import java.util.List;
import java.util.Locale;

/// The one declaration of a setting.
///
/// - `key`: section and name, kebab-case with dots, such as `http.idle-timeout`.
/// - `byDefault`: as a user would write it; must be of the kind. Empty where the kind allows.
/// - `doc`: one sentence or two, as the reference page prints them.
public record Setting<T>(String key, Kind<T> kind, String byDefault, String doc) {
    static final String PREFIX = "BERTH_";

    public Setting {
        if (!key.matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+")) {
            throw new IllegalArgumentException("not a key in kebab-case with a section: " + key);
        }
        if (!doc.endsWith(".")) {
            throw new IllegalArgumentException("the doc of " + key + " is not a sentence");
        }
        var _ = parse(kind, byDefault);
    }

    /// The environment variable, such as `BERTH_HTTP_IDLE_TIMEOUT`.
    public String environmentName() {
        return environmentName(key);
    }

    /// The key of the file that holds a secret, such as `auth.admin-password-file`.
    public String fileKey() {
        return key + "-file";
    }

    public boolean isSecret() {
        return kind.form() == Kind.Form.SECRET;
    }

    T defaultValue() {
        return parse(kind, byDefault);
    }

    static String environmentName(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Reads one text; of a list, its parts between commas.
    static <T> T parse(Kind<T> kind, String text) {
        return kind.read().apply(kind.form() == Kind.Form.LIST ? split(text) : List.of(text));
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*", -1));
    }
}
