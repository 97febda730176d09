package dev.berth.jobs.event;

import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Events as rows have them.
final class EventJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private EventJson() {}

    static String write(Record what) {
        return MAPPER.writeValueAsString(what);
    }

    static Record read(EventType<?> type, String json) {
        return MAPPER.readValue(json, type.what());
    }
}
