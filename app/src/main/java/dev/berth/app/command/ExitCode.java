package dev.berth.app.command;

/// What a command ends with.
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    /// Wrongly called or configured: running it again changes nothing.
    public static final int USAGE = 2;

    private ExitCode() {}
}
