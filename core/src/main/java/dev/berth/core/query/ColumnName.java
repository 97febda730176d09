package dev.berth.core.query;

import java.util.Locale;

/// How clients name a column: `project_id`, or `ProjectID` as Harbor's own code calls it.
public final class ColumnName {
    private ColumnName() {}

    /// The name in lower case with underscores: an underscore stands before each capital that
    /// follows a small letter.
    public static String of(String key) {
        var name = new StringBuilder(key.length() + 4);
        for (int i = 0; i < key.length(); i++) {
            if (i > 0
                    && Character.isUpperCase(key.charAt(i))
                    && Character.isLowerCase(key.charAt(i - 1))) {
                name.append('_');
            }
            name.append(key.charAt(i));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
