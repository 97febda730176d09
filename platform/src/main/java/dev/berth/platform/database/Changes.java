package dev.berth.platform.database;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;

/// What one transaction says it changed: keys by topic. Used by one thread.
///
/// More than [#KEYS_MAX] keys of one topic become the empty key: everything under the topic.
final class Changes {
    static final int KEYS_MAX = 64;
    static final String EVERYTHING = "";

    private final SequencedMap<String, SequencedSet<String>> keysByTopic = new LinkedHashMap<>();

    void add(String topic, String key) {
        var keys = keysByTopic.computeIfAbsent(topic, _ -> new LinkedHashSet<>());
        if (keys.contains(EVERYTHING)) {
            return;
        }
        if (key.equals(EVERYTHING) || keys.size() == KEYS_MAX) {
            keys.clear();
            keys.add(EVERYTHING);
        } else {
            keys.add(key);
        }
    }

    boolean isEmpty() {
        return keysByTopic.isEmpty();
    }

    void forEach(Visitor visitor) {
        keysByTopic.forEach((topic, keys) -> keys.forEach(key -> visitor.visit(topic, key)));
    }

    @FunctionalInterface
    interface Visitor {
        void visit(String topic, String key);
    }
}
