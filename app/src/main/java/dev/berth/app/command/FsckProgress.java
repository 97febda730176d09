package dev.berth.app.command;

import dev.berth.registry.gc.CheckStore;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

import java.util.Optional;

/// A bar for a person, nothing for a pipe; and the pace at which blobs are read.
final class FsckProgress implements CheckStore.Progress, AutoCloseable {
    private final Optional<ProgressBar> bar;
    private final Pace pace;

    private FsckProgress(Optional<ProgressBar> bar, Pace pace) {
        this.bar = bar;
        this.pace = pace;
    }

    static FsckProgress start(Shell shell, long bytesPerSecond) {
        var bar = shell.coloured()
                ? Optional.of(new ProgressBarBuilder()
                        .setTaskName("fsck")
                        .setUnit(" blobs", 1)
                        .showSpeed()
                        .build())
                : Optional.<ProgressBar>empty();
        return new FsckProgress(bar, Pace.of(bytesPerSecond));
    }

    @Override
    public void total(long blobs) {
        bar.ifPresent(shown -> shown.maxHint(blobs));
    }

    @Override
    public void checked() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void read(long more) throws InterruptedException {
        pace.spend(more);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
