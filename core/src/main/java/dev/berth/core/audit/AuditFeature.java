package dev.berth.core.audit;

import dev.berth.core.configuration.ConfigurationCheck;
import dev.berth.core.configuration.Configurations;
import dev.berth.core.project.ProjectGuards;
import dev.berth.core.session.ApiGuards;
import dev.berth.jobs.event.DeliverEvents;
import dev.berth.jobs.event.EventListener;
import dev.berth.platform.database.Database;
import dev.berth.platform.http.Route;

import java.util.List;

/// The audit log, assembled.
public final class AuditFeature {
    private final AuditLog auditLog;
    private final ForwardAudit forward;
    private final ForwardCheck check;

    private AuditFeature(AuditLog auditLog, ForwardAudit forward, ForwardCheck check) {
        this.auditLog = auditLog;
        this.forward = forward;
        this.check = check;
    }

    /// Builds it; opens nothing.
    ///
    /// @param hostName of this machine, as a syslog server shows it
    public static AuditFeature assemble(
            Database database, Configurations configurations, String hostName) {
        var syslog = new Syslog(hostName);
        return new AuditFeature(
                new AuditLog(database, configurations),
                new ForwardAudit(configurations, syslog),
                new ForwardCheck(syslog));
    }

    /// Have to hear all events.
    public List<EventListener> listeners() {
        return List.of(auditLog, forward);
    }

    /// Is asked whether the configuration may become so.
    public ConfigurationCheck check() {
        return check;
    }

    /// Its operations; `deliver` is what [#listeners] hear from.
    public List<Route<?>> routes(
            ApiGuards guards, ProjectGuards projectGuards, DeliverEvents deliver) {
        return new AuditRoutes(auditLog, deliver).routes(guards, projectGuards);
    }
}
