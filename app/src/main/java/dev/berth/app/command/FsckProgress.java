package dev.berth.app.command;

import dev.berth.registry.gc.CheckStore;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A bar for a person, nothing for a pipe; and the pace at which blobs are read.
final class FsckProgress implements CheckStore.Progress, AutoCloseable {
    private final Optional<ProgressBar> bar;
    private final long bytesPerSecond;
    private final long startNanos = System.nanoTime();
    private long bytes;

    private FsckProgress(Optional<ProgressBar> bar, long bytesPerSecond) {
        this.bar = bar;
        this.bytesPerSecond = bytesPerSecond;
    }

    static FsckProgress start(Shell shell, long bytesPerSecond) {
        var bar = shell.coloured()
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("fsck")
                        .setUnit(" blobs", 1)
                        .showSpeed()
                        .build())
                : Optional.<ProgressBar>empty();
        return new FsckProgress(bar, bytesPerSecond);
    }

    @Override
    public void total(long blobs) {
        bar.ifPresent(shown -> shown.maxHint(blobs));
    }

    @Override
    public void checked() {
        bar.ifPresent(ProgressBar::step);
    }

    /// Waits for the time that so many bytes should have taken.
    @Override
    public void read(long more) throws InterruptedException {
        bytes += more;
        double dueSeconds = (double) bytes / bytesPerSecond;
        long aheadNanos = (long) (dueSeconds * 1e9) - (System.nanoTime() - startNanos);
        if (aheadNanos > TimeUnit.MILLISECONDS.toNanos(1)) {
            TimeUnit.NANOSECONDS.sleep(aheadNanos);
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
