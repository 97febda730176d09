package dev.berth.core.audit;

import dev.berth.core.configuration.Configuration;
import dev.berth.core.configuration.Items;
import dev.berth.jobs.event.Event;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What of the events is to be in the audit log, as administrators have set it.
record AuditChoice(Set<String> disabled) {
    private static final String PULL = "pull_artifact";

    static AuditChoice of(Configuration configuration) {
        var disabled = Arrays.stream(configuration
                        .value(Items.DISABLED_AUDIT_LOG_EVENT_TYPES)
                        .split(",", -1))
                .map(String::strip)
                .collect(Collectors.toSet());
        if (configuration.value(Items.PULL_AUDIT_LOG_DISABLE)) {
            disabled.add(PULL);
        }
        return new AuditChoice(Set.copyOf(disabled));
    }

    List<AuditEntry> entries(List<Event> events) {
        return events.stream()
                .flatMap(event -> AuditEntry.of(event).stream())
                .filter(entry -> !disabled.contains(entry.type()))
                .toList();
    }
}
