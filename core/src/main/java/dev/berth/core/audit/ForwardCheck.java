package dev.berth.core.audit;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;
import dev.berth.core.configuration.Configuration;
import dev.berth.core.configuration.ConfigurationCheck;
import dev.berth.core.configuration.Items;
import dev.berth.platform.config.HostPort;

import java.io.IOException;

/// Refuses a syslog server that cannot be reached, and an audit log that would be nowhere.
record ForwardCheck(Syslog syslog) implements ConfigurationCheck {
    @Override
    public void check(Configuration before, Configuration after) {
        var endpoint = after.value(Items.AUDIT_LOG_FORWARD_ENDPOINT);
        if (endpoint.isEmpty()) {
            requireKept(after);
        } else if (!endpoint.equals(before.value(Items.AUDIT_LOG_FORWARD_ENDPOINT))) {
            requireReached(endpoint);
        }
    }

    private static void requireKept(Configuration after) {
        if (after.value(Items.SKIP_AUDIT_LOG_DATABASE)) {
            throw refusal("skip_audit_log_database: name an audit_log_forward_endpoint first,"
                    + " or the audit log would be nowhere");
        }
    }

    private void requireReached(String endpoint) {
        try {
            syslog.probe(HostPort.parse(endpoint));
        } catch (IOException e) {
            throw refusal("audit_log_forward_endpoint: " + endpoint + " cannot be reached");
        }
    }

    private static HarborException refusal(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
