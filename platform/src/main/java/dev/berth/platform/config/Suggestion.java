package dev.berth.platform.config;

import java.util.Collection;
import java.util.Comparator;

/// “Did you mean …?”
final class Suggestion {
    private Suggestion() {}

    /// A question with the known name that looks most like this one; empty if none does.
    static String among(Collection<String> known, String name) {
        return known.stream()
                .filter(candidate -> looksLike(candidate, name))
                .min(Comparator.comparingInt((String candidate) -> distance(candidate, name))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "; did you mean `" + candidate + "`?")
                .orElse("");
    }

    private static boolean looksLike(String candidate, String name) {
        return distance(candidate, name) <= Math.max(2, name.length() / 3)
                || candidate.endsWith("." + name);
    }

    /// Levenshtein's distance, with one row of the table at a time.
    private static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
