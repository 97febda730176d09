package dev.berth.core.audit;

import dev.berth.core.configuration.Configurations;
import dev.berth.core.configuration.Items;
import dev.berth.jobs.event.Event;
import dev.berth.jobs.event.EventListener;
import dev.berth.platform.config.HostPort;

import java.io.IOException;
import java.util.List;

/// Sends entries to a syslog server, if administrators name one.
///
/// The events are the queue: while the server is away they wait in the database, and go once it is
/// back, in order. What was on its way when a connection broke goes again.
final class ForwardAudit implements EventListener.Outside {
    private final Configurations configurations;
    private final Syslog syslog;

    ForwardAudit(Configurations configurations, Syslog syslog) {
        this.configurations = configurations;
        this.syslog = syslog;
    }

    @Override
    public String name() {
        return "audit-forward";
    }

    @Override
    public void hear(List<Event> events) throws IOException, InterruptedException {
        var current = configurations.current();
        var endpoint = current.value(Items.AUDIT_LOG_FORWARD_ENDPOINT);
        if (!endpoint.isEmpty()) {
            syslog.send(HostPort.parse(endpoint), AuditChoice.of(current).entries(events));
        }
    }
}
