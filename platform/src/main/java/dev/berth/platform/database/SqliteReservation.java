package dev.berth.platform.database;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second server away from a SQLite file: the caches of each would answer with what
/// the other has replaced, and uploads would not take turns.
///
/// How it works: a lock of the operating system on a file of its own beside the database,
/// which ends with its process, however that ends. Only servers take it. Commands work
/// beside a server: it looks whether somebody else has written ([SqliteUpkeep]).
///
/// A process must not ask twice for one file: by POSIX it loses the lock when it closes any
/// descriptor of that file.
final class SqliteReservation implements Closeable {
    /// Kept, because the JVM forgets a lock that nobody refers to.
    private final FileLock lock;

    private SqliteReservation(FileLock lock) {
        this.lock = lock;
    }

    /// Makes the folder and the file, if they are not there.
    ///
    /// @throws IOException if another server has the lock, or it cannot be taken
    static SqliteReservation take(DatabaseSettings settings) throws IOException {
        SqliteDatabase.createDurably(settings.directory().toAbsolutePath());
        var file = Path.of(settings.sqliteFile() + ".server-lock");
        SqliteDatabase.createClosed(file);
        var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            var lock = tryLock(channel, file);
            if (lock == null) {
                throw new IOException(
                        "another server works on %s: stop it, or name another folder with data.directory; only a PostgreSQL can be shared (database.url)"
                                .formatted(
                                        settings.sqliteFile().toAbsolutePath().normalize()));
            }
            return new SqliteReservation(lock);
        } catch (IOException failure) {
            channel.close();
            throw failure;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Path file) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        } catch (IOException failure) {
            throw new IOException("cannot lock " + file, failure);
        }
    }

    @Override
    public void close() throws IOException {
        lock.acquiredBy().close();
    }
}
