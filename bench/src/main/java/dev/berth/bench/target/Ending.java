package dev.berth.bench.target;

/// How a server is ended before it is started again.
public enum Ending {
    /// It is asked to, and given time.
    STOP,
    /// It is killed, as a crash does.
    KILL
}
