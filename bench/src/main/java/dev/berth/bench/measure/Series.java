package dev.berth.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One figure over several rounds.
///
/// @param median the middle value, or the mean of the two in the middle
public record Series(double median, double min, double max) {

    /// Empty if there are no values.
    public static Optional<Series> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        double median =
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Optional.of(new Series(median, sorted[0], sorted[sorted.length - 1]));
    }

    /// That figure over those samples; empty if none of them has it.
    public static Optional<Series> of(List<Sample> samples, Figure figure) {
        return of(samples.stream()
                .flatMap(sample -> sample.value(figure).stream().boxed())
                .toList());
    }

    /// The ratio of two targets' figures, taken round by round; empty if no round has both.
    public static Optional<Series> ratio(
            List<Sample> samples, List<Sample> baseline, Figure figure) {
        var ratios = new ArrayList<Double>();
        for (int i = 0; i < Math.min(samples.size(), baseline.size()); i++) {
            var value = samples.get(i).value(figure);
            var base = baseline.get(i).value(figure);
            if (value.isPresent() && base.isPresent() && base.getAsDouble() != 0) {
                ratios.add(value.getAsDouble() / base.getAsDouble());
            }
        }
        return of(ratios);
    }

    /// Half of the way from the lowest to the highest value, by the median: 0.1 reads as ±10 %.
    public double spread() {
        return median == 0 ? 0 : (max - min) / 2 / Math.abs(median);
    }
}
