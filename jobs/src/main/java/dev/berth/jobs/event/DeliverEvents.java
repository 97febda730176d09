package dev.berth.jobs.event;

import dev.berth.platform.database.Database;
import dev.berth.platform.database.DatabaseUnavailableException;
import dev.berth.platform.database.Transaction;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Has every listener hear every event.
///
/// *How it works*
///
/// 1. A transaction that makes something happen inserts its event into an inbox. On PostgreSQL ids
///    are given before the commit, so an event may appear after others with higher ids, and who
///    remembered an id would miss it. So events are *numbered* after their commit: one process at a
///    time, holding the lock on the last number, gives the next positions to what it can see. What
///    commits later is seen later and gets a later position. No position is ever below one that
///    could be seen before.
/// 2. A listener has a row with the position up to which it has heard. A listener inside the
///    database is called in the transaction that moves this row, which holds its lock: both happen
///    or neither, and no two processes call it at once. So it hears each event once in effect.
/// 3. A listener outside is called between two transactions, as no transaction may wait for another
///    system: the first claims the row until [#CLAIM] from now, the second moves it. A process that
///    dies between them leaves the claim to run out, and the events are heard again.
/// 4. Nothing of this needs a flush: after a power cut the database is as it was at an earlier
///    moment, and everything since happens again.
/// 5. Events that all listeners have heard are removed, and those of more than a week ago in any
///    case: a listener that fails for so long must not fill the disk.
///
/// An event whose type this program does not know stops it there: a newer process wrote it, and a
/// newer process will know who has to hear it.
public final class DeliverEvents {
    /// How long a listener outside may take for a batch.
    public static final Duration CLAIM = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(DeliverEvents.class);
    private static final int BATCH = 200;
    private static final int BATCHES_AT_ONCE = 50;
    private static final Duration KEPT_MAX = Duration.ofDays(7);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final Map<String, EventType<?>> types;
    private final List<EventListener> listeners;
    private final List<EventSource> sources;
    private final EventTable table = new EventTable();
    private final ConcurrentMap<String, Pause> pauses = new ConcurrentHashMap<>();

    /// Opens nothing.
    ///
    /// @param types of all events of this program
    public DeliverEvents(
            Database database,
            List<EventType<?>> types,
            List<EventListener> listeners,
            List<EventSource> sources,
            Clock clock) {
        this.database = database;
        this.types = types.stream()
                .collect(Collectors.toUnmodifiableMap(EventType::name, Function.identity()));
        this.listeners = List.copyOf(listeners);
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /// After a failure nothing is tried until then; longer after each.
    private record Pause(Instant until, Duration length) {}

    /// Gives new listeners their place. Before anything happens that they are to hear.
    public void start() {
        for (var listener : listeners) {
            database.write(transaction -> {
                table.register(transaction, listener.name());
                return true;
            });
        }
    }

    /// Has listeners inside hear what has happened up to this call, also what is only counted in
    /// the memory of this process. For those who show what listeners write.
    ///
    /// - At most 10,000 events at once; what remains is heard soon.
    /// - A database that cannot be written to, or not be reached, is logged: who then reads is
    ///   told by that whether it can be read.
    /// - A listener that fails is logged, and hears them later.
    public void catchUp() throws InterruptedException {
        try {
            flush();
            if (!database.query(table::isWaiting)) {
                return;
            }
            number();
        } catch (DatabaseUnavailableException failure) {
            log.atWarn()
                    .addKeyValue("reason", failure.getMessage())
                    .log("events put off: the database cannot be written to");
        }
        for (var listener : listeners) {
            if (listener instanceof EventListener.Inside inside) {
                guarded(inside, () -> tell(inside));
            }
        }
    }

    /// Writes what is only counted in memory.
    void flush() {
        sources.forEach(EventSource::flush);
    }

    /// Has all listeners hear what is there, and removes what all have heard.
    void deliver() throws InterruptedException {
        number();
        for (var listener : listeners) {
            guarded(listener, () -> switch (listener) {
                case EventListener.Inside inside -> tell(inside);
                case EventListener.Outside outside -> tell(outside);
            });
        }
        removeHeard();
    }

    private void number() {
        int numbered = BATCH;
        for (int i = 0; i < BATCHES_AT_ONCE && numbered == BATCH; i++) {
            numbered = database.read(table::hasUnnumbered)
                    ? database.writeRelaxed(transaction -> table.number(transaction, BATCH))
                    : 0;
        }
    }

    /// Has a listener hear a batch; how many events it was.
    @FunctionalInterface
    private interface Telling {
        int tell() throws IOException, InterruptedException;
    }

    private void guarded(EventListener listener, Telling telling) throws InterruptedException {
        if (isPaused(listener)) {
            return;
        }
        try {
            int heard = BATCH;
            for (int i = 0; i < BATCHES_AT_ONCE && heard == BATCH; i++) {
                heard = telling.tell();
            }
            pauses.remove(listener.name());
        } catch (DatabaseUnavailableException | IOException failure) {
            pause(listener);
            log.atWarn()
                    .addKeyValue("listener", listener.name())
                    .addKeyValue("reason", failure.getMessage())
                    .log("events put off");
        } catch (RuntimeException failure) {
            pause(listener);
            log.atError()
                    .addKeyValue("listener", listener.name())
                    .setCause(failure)
                    .log("a listener failed; it hears the same events again");
        }
    }

    private boolean isPaused(EventListener listener) {
        var pause = pauses.get(listener.name());
        return pause != null && clock.instant().isBefore(pause.until());
    }

    private void pause(EventListener listener) {
        pauses.compute(listener.name(), (_, earlier) -> {
            var length = earlier == null ? PAUSE_MIN : earlier.length().multipliedBy(2);
            var bounded = length.compareTo(PAUSE_MAX) < 0 ? length : PAUSE_MAX;
            return new Pause(clock.instant().plus(bounded), bounded);
        });
    }

    private int tell(EventListener.Inside listener) {
        if (!isBehind(listener)) {
            return 0;
        }
        return database.writeRelaxed(transaction -> {
            var events = read(transaction, table.lock(transaction, listener.name()));
            if (!events.isEmpty()) {
                listener.hear(transaction, events);
                table.advance(transaction, listener.name(), events.getLast().position());
            }
            return events.size();
        });
    }

    private int tell(EventListener.Outside listener) throws IOException, InterruptedException {
        if (!isBehind(listener)) {
            return 0;
        }
        var now = clock.instant();
        var until = now.plus(CLAIM);
        var claimed = database.writeRelaxed(
                transaction -> table.claim(transaction, listener.name(), now, until));
        if (claimed.isEmpty()) {
            return 0;
        }
        long heard = claimed.get();
        var events = database.read(transaction -> read(transaction, claimed.get()));
        try {
            if (!events.isEmpty()) {
                listener.hear(events);
                heard = events.getLast().position();
            }
            return events.size();
        } finally {
            release(listener, until, heard);
        }
    }

    private void release(EventListener.Outside listener, Instant until, long heard) {
        database.writeRelaxed(transaction -> {
            table.release(transaction, listener.name(), until, heard);
            return true;
        });
    }

    private boolean isBehind(EventListener listener) {
        return database.read(transaction ->
                table.position(transaction, listener.name()) < table.last(transaction));
    }

    /// The next events, up to one whose type is not known here.
    private List<Event> read(Transaction transaction, long position) {
        var events = new ArrayList<Event>();
        for (var row : table.after(transaction, position, BATCH)) {
            var type = types.get(row.type());
            if (type == null) {
                log.atWarn().addKeyValue("type", row.type()).log("left to a newer process");
                break;
            }
            events.add(new Event(
                    row.position(), row.at(), row.actor(), EventJson.read(type, row.what())));
        }
        return events;
    }

    private void removeHeard() {
        var oldest = clock.instant().minus(KEPT_MAX);
        if (!database.read(transaction -> table.isDeletable(transaction, oldest))) {
            return;
        }
        int lost = database.writeRelaxed(transaction -> {
            table.deleteHeard(transaction);
            return table.deleteBefore(transaction, oldest);
        });
        if (lost > 0) {
            log.atError()
                    .addKeyValue("events", lost)
                    .log("removed unheard: a listener has failed for too long");
        }
    }
}
