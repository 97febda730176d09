package dev.berth.bench.measure;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// What one round on one target gave.
///
/// @param figures in the order of [Figure]; what could not be measured is missing
/// @param errors operations that failed
/// @param firstError what the first of them said
public record Sample(Map<Figure, Double> figures, long errors, Optional<String> firstError) {
    private static final double CLIENT_BOUND_ABOVE = 0.9;

    public Sample {
        figures =
                figures.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(figures));
    }

    public OptionalDouble value(Figure figure) {
        Double value = figures.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /// The same with one more figure.
    public Sample with(Figure figure, double value) {
        var more = new EnumMap<Figure, Double>(Figure.class);
        more.putAll(figures);
        more.put(figure, value);
        return new Sample(more, errors, firstError);
    }

    /// Whether the load generator's core was full and the server's was not: rates per second then
    /// belong to the load generator. Rates per CPU-second still belong to the server.
    public boolean isClientBound() {
        double load = value(Figure.LOAD_UTILISATION).orElse(0);
        double server = value(Figure.SERVER_UTILISATION).orElse(0);
        return load > CLIENT_BOUND_ABOVE && server < load;
    }
}
