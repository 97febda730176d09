package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/// Keeps the caches of all processes on one PostgreSQL exact.
///
/// How it works
///
/// Every process has a row in `process` and one session, the *feed*, that listens. In a loop the
/// feed renews `seen_at` of its row, *then* takes the notifications that have arrived, drops what
/// they name, and only then may the caches be used until [#LEASE] after the renewal was *sent*.
///
/// A writer, last thing in its transaction, asks `process` for the others that were seen within
/// [#ABSENT_AFTER], and if there are any, notifies them of what it changed. After the commit it
/// waits until each has acknowledged, or until [#LEASE] has passed since. Alone, it does neither.
///
/// Claim: when a write W has returned, no process answers from its cache what W replaced. Let P be
/// another process, and W's commit be answered at c, in real time.
///
/// 1. W saw P. Then P is notified. If P acknowledged, it had dropped first. If it did not, W
///    returned at c + LEASE or later; P may use its cache then only by a renewal sent after c. The
///    server signals listeners before it answers W's commit, and sends a session its
///    notifications before it ends the answer to the session's next statement [1]. So W's
///    notification came with that renewal's answer at the latest and was dropped before the lease
///    was prolonged.
/// 2. W saw P's row, but too old. Then P's last answered renewal was sent more than ABSENT_AFTER
///    ago, P's lease has ended, and P, on noticing, goes through 3 before it uses its cache again.
///    (ABSENT_AFTER is longer than LEASE, so that a step of the server's clock by less than the
///    difference does no harm.)
/// 3. W did not see P's row: P had not committed it when W looked. After committing it, P takes
///    the horizon (the next transaction number) and waits until every transaction below it has
///    ended. W had a number when it looked, for it had written; so P waits for W, and then
///    empties its caches before the first lease. Loads after that see W.
/// 4. Between a lapse and the next lease P reads nothing from its caches, and what loads under way
///    bring is thrown out when they are emptied ([CaffeineExactCache], 4 and 7).
///
/// The feed has a thread of the system's: virtual ones wait for a carrier, and those that hash
/// passwords do not let go of theirs. A late feed ends the lease, and all is read from the
/// database, which makes the feed later still.
///
/// A process that dies makes the writes of the next ABSENT_AFTER wait up to LEASE each. A cut feed
/// makes this process read from the database, and its own writes wait LEASE if there are others,
/// because it cannot hear acknowledgements. An alien transaction that stays open in the same server
/// and has written delays 3, hence the caches of a process that starts, and nothing else.
///
/// `pg_notify` makes commits that notify queue for one lock in the server: with more than one
/// process, writes that change cached rows commit one after another.
///
/// 1. `CommitTransaction()` and `ProcessNotifyInterrupt()` in PostgreSQL's async.c, postgres.c
final class ChangeFeed implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

    static final Duration LEASE = Duration.ofSeconds(1);
    static final Duration ABSENT_AFTER = Duration.ofMillis(1_500);
    private static final Duration RENEWAL = Duration.ofMillis(250);
    private static final Duration HORIZON_PAUSE = Duration.ofMillis(10);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);

    /// Rows of processes that died long ago.
    private static final String FORGET_AFTER = "1 day";

    private static final String CHANNEL = "berth_changes";
    private static final String ACKNOWLEDGED_CHANNEL_PREFIX = "berth_acknowledged_";

    private final DataSource source;
    private final Caches caches;
    private final Lease lease;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final AtomicLong sequences = new AtomicLong();
    private final ConcurrentMap<String, Others> waiting = new ConcurrentHashMap<>();
    private final Thread thread;

    private volatile boolean closed;

    /// `source` gives the feed's own session; it must not be pooled.
    ChangeFeed(DataSource source, Caches caches, Lease lease) {
        this.source = source;
        this.caches = caches;
        this.lease = lease;
        this.thread = Thread.ofPlatform().daemon().name("database-feed").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Tells the others, if any, within the transaction of `connection`, as its last statement.
    Others announce(Connection connection, Changes changes) throws SQLException {
        if (changes.isEmpty()) {
            return new Others(0, List.of());
        }
        long sequence = sequences.incrementAndGet();
        var others = new ArrayList<String>();
        try (var statement =
                connection.prepareStatement("select id, pg_notify(?, ?) from process where id <> ?"
                        + " and seen_at > clock_timestamp() - ? * interval '1 millisecond'")) {
            statement.setString(1, CHANNEL);
            statement.setString(2, Announcement.of(id, sequence, changes).text());
            statement.setString(3, id);
            statement.setLong(4, ABSENT_AFTER.toMillis());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    others.add(rows.getString(1));
                }
            }
        }
        return new Others(sequence, others);
    }

    private void run() {
        boolean failing = false;
        while (!closed) {
            try (var connection = source.getConnection()) {
                listen(connection);
                while (!closed) {
                    join(connection);
                    if (failing) {
                        log.atInfo().log("caches are in use again");
                    }
                    failing = false;
                    stay(connection);
                }
                leave(connection);
            } catch (SQLException | RuntimeException failure) {
                if (!failing && !closed) {
                    log.atWarn()
                            .setCause(failure)
                            .log("lost the feed of changes; reading without caches");
                }
                failing = true;
                LockSupport.parkNanos(RECONNECT_PAUSE.toNanos());
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            statement.execute("listen " + ACKNOWLEDGED_CHANNEL_PREFIX + id);
        }
    }

    /// Points 3 and 4 above.
    private void join(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into process (id, seen_at) values ('"
                    + id
                    + "', clock_timestamp())"
                    + " on conflict (id) do update set seen_at = excluded.seen_at");
            statement.execute("delete from process where seen_at < clock_timestamp() - interval '"
                    + FORGET_AFTER
                    + "'");
        }
        var horizon = text(connection, "select pg_snapshot_xmax(pg_current_snapshot())::text");
        long sent = renew(connection);
        while (!isPast(connection, horizon)) {
            hear(connection, HORIZON_PAUSE);
            sent = renew(connection);
        }
        caches.dropAll();
        lease.renewedAt(sent);
    }

    private static boolean isPast(Connection connection, String horizon) throws SQLException {
        return text(
                        connection,
                        "select pg_snapshot_xmin(pg_current_snapshot()) >= '" + horizon + "'::xid8")
                .equals("t");
    }

    /// Returns when the lease has lapsed.
    private void stay(Connection connection) throws SQLException {
        while (!closed) {
            long sent = renew(connection);
            if (!lease.holds()) {
                log.atWarn().log("the feed of changes was late; emptying the caches");
                return;
            }
            lease.renewedAt(sent);
            long next = sent + RENEWAL.toNanos();
            for (long left = next - System.nanoTime();
                    left > 0 && !closed;
                    left = next - System.nanoTime()) {
                hear(connection, Duration.ofNanos(left));
            }
        }
    }

    /// Renews, then drops all that has arrived with the answer; says when the renewal was sent.
    private long renew(Connection connection) throws SQLException {
        long sent = System.nanoTime();
        try (var statement = connection.createStatement()) {
            int rows = statement.executeUpdate(
                    "update process set seen_at = clock_timestamp() where id = '" + id + "'");
            if (rows == 0) {
                throw new SQLException("the row of this process has been removed");
            }
        }
        take(connection, connection.unwrap(PGConnection.class).getNotifications());
        return sent;
    }

    private void hear(Connection connection, Duration wait) throws SQLException {
        // 0 would mean for ever.
        int millis = Math.max(1, Math.toIntExact(wait.toMillis()));
        take(connection, connection.unwrap(PGConnection.class).getNotifications(millis));
    }

    private void take(Connection connection, PGNotification @Nullable [] notifications)
            throws SQLException {
        if (notifications == null) {
            return;
        }
        Map<String, List<String>> heard = new HashMap<>();
        for (var notification : notifications) {
            if (!notification.getName().equals(CHANNEL)) {
                acknowledged(notification.getParameter());
                continue;
            }
            Announcement.parse(notification.getParameter())
                    .filter(announcement -> !announcement.writer().equals(id))
                    .ifPresent(announcement -> {
                        drop(announcement);
                        heard.computeIfAbsent(announcement.writer(), _ -> new ArrayList<>())
                                .add(Long.toString(announcement.sequence()));
                    });
        }
        if (!heard.isEmpty()) {
            acknowledge(connection, heard);
        }
    }

    private void drop(Announcement announcement) {
        for (var change : announcement.changes()) {
            if (change.topic().equals(Announcement.EVERY_TOPIC)) {
                caches.dropAll();
            } else {
                caches.drop(change.topic(), change.key());
            }
        }
    }

    /// One round trip, and no flush in the server.
    private void acknowledge(Connection connection, Map<String, List<String>> heard)
            throws SQLException {
        var statements = new StringBuilder("begin; set local synchronous_commit to off; ");
        heard.forEach((writer, sequences) -> statements
                .append("notify ")
                .append(ACKNOWLEDGED_CHANNEL_PREFIX)
                .append(writer)
                .append(", '")
                .append(id)
                .append(' ')
                .append(String.join(" ", sequences))
                .append("'; "));
        try (var statement = connection.createStatement()) {
            statement.execute(statements.append("commit").toString());
        }
    }

    /// `text` is the id of the process, then sequences of ours, divided by spaces.
    private void acknowledged(String text) {
        var words = List.of(text.split(" ", -1));
        for (var sequence : words.subList(1, words.size())) {
            var writer = waiting.get(sequence);
            if (writer != null) {
                writer.acknowledgedBy(words.getFirst());
            }
        }
    }

    private void leave(Connection connection) throws SQLException {
        lease.end();
        try (var statement = connection.createStatement()) {
            statement.execute("delete from process where id = '" + id + "'");
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            if (!rows.next()) {
                throw new SQLException("no answer to " + query);
            }
            return rows.getString(1);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LEASE.multipliedBy(2));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The time in which the caches of this process may be used.
    static final class Lease {
        private volatile long untilNanos = System.nanoTime();

        /// True while every finished write of the other processes has been heard.
        boolean holds() {
            return System.nanoTime() - untilNanos < 0;
        }

        private void renewedAt(long sentNanos) {
            untilNanos = sentNanos + LEASE.toNanos();
        }

        private void end() {
            untilNanos = System.nanoTime();
        }
    }

    /// The processes that have yet to hear of a write.
    final class Others {
        private final String sequence;
        private final ConcurrentMap<String, Boolean> missing = new ConcurrentHashMap<>();
        private final Thread writer = Thread.currentThread();
        private final boolean exist;

        private Others(long sequence, List<String> others) {
            this.sequence = Long.toString(sequence);
            others.forEach(other -> missing.put(other, true));
            this.exist = !others.isEmpty();
            if (exist) {
                waiting.put(this.sequence, this);
            }
        }

        /// True if there were any, heard or not.
        boolean exist() {
            return exist;
        }

        private void acknowledgedBy(String other) {
            missing.remove(other);
            if (missing.isEmpty()) {
                LockSupport.unpark(writer);
            }
        }

        /// Waits for them; to be called after the commit, by the thread that announced.
        void await() {
            long until = System.nanoTime() + LEASE.toNanos();
            boolean interrupted = false;
            for (long left = LEASE.toNanos();
                    left > 0 && !missing.isEmpty();
                    left = until - System.nanoTime()) {
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
            forget();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /// For a transaction that came to nothing.
        void forget() {
            waiting.remove(sequence);
        }
    }
}
