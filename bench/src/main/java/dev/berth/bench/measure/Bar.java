package dev.berth.bench.measure;

/// What the product must reach in a case.
public sealed interface Bar {
    Figure figure();

    Bound bound();

    /// Whether the limit is the least or the most.
    enum Bound {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }

        boolean holds(double value, double limit) {
            return this == AT_LEAST ? value >= limit : value <= limit;
        }

        public String sign() {
            return sign;
        }
    }

    /// The product's figure by the peer's, in the same rounds.
    record ToPeer(String peer, Figure figure, Bound bound, double ratio) implements Bar {}

    /// The product's figure by its own in another case of the scenario.
    record ToCase(String caseName, Figure figure, Bound bound, double ratio) implements Bar {}

    /// The product's figure itself.
    record Absolute(Figure figure, Bound bound, double limit) implements Bar {}

    static Bar atLeast(double ratio, String peer, Figure figure) {
        return new ToPeer(peer, figure, Bound.AT_LEAST, ratio);
    }

    static Bar atMost(double ratio, String peer, Figure figure) {
        return new ToPeer(peer, figure, Bound.AT_MOST, ratio);
    }

    static Bar atLeast(double limit, Figure figure) {
        return new Absolute(figure, Bound.AT_LEAST, limit);
    }

    static Bar atMost(double limit, Figure figure) {
        return new Absolute(figure, Bound.AT_MOST, limit);
    }

    static Bar atMostTimes(double ratio, String caseName, Figure figure) {
        return new ToCase(caseName, figure, Bound.AT_MOST, ratio);
    }
}
