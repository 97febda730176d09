package dev.berth.bench.measure;

import java.util.Locale;

/// Numbers for people: three figures that matter, thousands with a comma.
public final class Numbers {
    private Numbers() {}

    public static String format(double value) {
        double size = Math.abs(value);
        if (size >= 100 || value == Math.rint(value)) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(
                Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }
}
