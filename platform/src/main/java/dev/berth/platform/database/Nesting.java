package dev.berth.platform.database;

/// Tells whether somebody who reads asks for what may have to be read as well.
///
/// Such a read would wait for a second connection while the first is held. As many threads as
/// there are connections then wait for each other, until all of them give up. A cache is asked for
/// what it mostly has, so that would be rare enough to be overlooked: tests, which run with
/// assertions, fail wherever it could happen.
final class Nesting {
    private static final ScopedValue<Boolean> READING = ScopedValue.newInstance();

    private Nesting() {}

    /// Runs what a reading transaction does.
    static <T> T reading(ScopedValue.CallableOp<T, RuntimeException> work) {
        assert isOutside();
        return ScopedValue.where(READING, true).call(work);
    }

    /// True where reading is allowed.
    ///
    /// @throws AssertionError where it is not, with what to do
    static boolean isOutside() {
        if (READING.isBound()) {
            throw new AssertionError(
                    "a read within a read: ask the cache before the transaction begins");
        }
        return true;
    }
}
