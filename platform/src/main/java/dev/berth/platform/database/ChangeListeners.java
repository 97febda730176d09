package dev.berth.platform.database;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Tells listeners of changes on one thread, in order, without making the writer wait.
///
/// What is pending is kept as [Changes], so a slow listener costs bounded memory: it then hears
/// "everything" instead of each key.
final class ChangeListeners implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangeListeners.class);

    private final ConcurrentMap<String, List<Database.ChangeListener>> byTopic =
            new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<String, Changes> pending = new LinkedHashMap<>();
    private boolean closed;
    private boolean started;

    void add(String topic, Database.ChangeListener listener) {
        byTopic.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
        lock.lock();
        try {
            if (!started) {
                started = true;
                Thread.ofVirtual().name("database-listeners").start(this::deliver);
            }
        } finally {
            lock.unlock();
        }
    }

    void changed(String topic, String key) {
        if (!byTopic.containsKey(topic)) {
            return;
        }
        lock.lock();
        try {
            pending.computeIfAbsent(topic, _ -> new Changes()).add(topic, key);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void everythingChanged() {
        byTopic.keySet().forEach(topic -> changed(topic, Changes.EVERYTHING));
    }

    private void deliver() {
        while (true) {
            List<Changes> batch;
            lock.lock();
            try {
                while (pending.isEmpty() && !closed) {
                    arrived.awaitUninterruptibly();
                }
                if (closed) {
                    return;
                }
                batch = List.copyOf(pending.values());
                pending.clear();
            } finally {
                lock.unlock();
            }
            batch.forEach(changes -> changes.forEach(this::tell));
        }
    }

    private void tell(String topic, String key) {
        for (var listener : byTopic.getOrDefault(topic, List.of())) {
            try {
                listener.changed(key);
            } catch (RuntimeException failure) {
                log.atError()
                        .addKeyValue("topic", topic)
                        .setCause(failure)
                        .log("a listener to database changes failed");
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }
}
