package dev.berth.platform.lifecycle;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// Tells systemd how far this process is; silent where no service manager listens.
///
/// - A unit with `Type=notify` counts as started when [#ready] was told.
/// - Source: sd_notify(3); the variable `NOTIFY_SOCKET` names the socket.
public final class ServiceManager {
    private final Optional<String> socket;

    private ServiceManager(Optional<String> socket) {
        this.socket = socket;
    }

    /// The manager that the variable `NOTIFY_SOCKET` names, if any.
    public static ServiceManager of(Map<String, String> environment) {
        return new ServiceManager(Optional.ofNullable(environment.get("NOTIFY_SOCKET"))
                .filter(path -> !path.isEmpty()));
    }

    /// Says that requests are answered from now on.
    ///
    /// @param status one line for `systemctl status`, such as the address
    /// @throws IOException if the manager named cannot be told: it would stop us after its
    ///   timeout
    public void ready(String status) throws IOException {
        tell("READY=1\nSTATUS=" + status.replace('\n', ' '));
    }

    /// Says that this process is going away by its own will.
    ///
    /// @throws IOException if the manager cannot be told; stopping can go on
    public void stopping() throws IOException {
        tell("STOPPING=1\nSTATUS=stopping");
    }

    private void tell(String state) throws IOException {
        if (socket.isPresent()) {
            UnixDatagram.send(socket.get(), state);
        }
    }
}
