package dev.berth.storage.filesystem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// Real files whose changes fail when a test says so, and of which a loss of power takes what
/// was not synced.
///
/// *How it works.* Paths from [#at] go through this provider to the file system below. It
/// counts every change: opening for writing, writing, syncing, renaming, deleting. For each
/// file it knows whether bytes are not on disk, for each folder which names are not.
/// [#losePower] garbles the former and takes back a random part of the latter, newest first.
/// After a sync that failed the bytes are lost although later syncs succeed, as Linux has it.
///
/// One monitor guards all state.
final class FaultyFiles extends FileSystemProvider {
    private final FileSystemProvider below;
    private final FileSystem fileSystem = new FaultyFileSystem(this);
    private final Map<Path, Bytes> files = new HashMap<>();
    private final Deque<Change> unsyncedNames = new ArrayDeque<>();

    private int changes;
    private int failFrom = Integer.MAX_VALUE;
    private int failTo = Integer.MAX_VALUE;
    private String reason = "";

    FaultyFiles(Path folder) {
        this.below = folder.getFileSystem().provider();
    }

    /// What is known of the bytes of a file.
    private enum Bytes {
        UNSYNCED,
        LOST
    }

    /// A path whose changes go through here.
    Path at(Path real) {
        return (Path) Proxy.newProxyInstance(
                FaultyFiles.class.getClassLoader(),
                new Class<?>[] {Path.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return fileSystem;
                    }
                    try {
                        var result = method.invoke(real, unwrapped(arguments));
                        return result instanceof Path path ? at(path) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /// The number of changes so far.
    synchronized int changes() {
        return changes;
    }

    /// The `nth` change from now fails for this reason.
    synchronized void failOnce(int nth, String why) {
        failFrom = changes + nth;
        failTo = failFrom;
        reason = why;
    }

    /// Every change from now fails for this reason.
    synchronized void failAll(String why) {
        failFrom = changes + 1;
        failTo = Integer.MAX_VALUE;
        reason = why;
    }

    /// Nothing fails from now on.
    synchronized void heal() {
        failFrom = Integer.MAX_VALUE;
    }

    /// Leaves on disk what was synced and a random part of the rest.
    synchronized void losePower(Random random) throws IOException {
        for (Path file : files.keySet()) {
            if (Files.exists(file)) {
                garble(file, random);
            }
        }
        while (!unsyncedNames.isEmpty()) {
            var change = unsyncedNames.removeLast();
            if (random.nextBoolean()) {
                change.undo();
            }
        }
        files.clear();
    }

    private static void garble(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= 1;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes));
            channel.truncate(random.nextInt(bytes.length + 1));
        }
    }

    /// Counts a change, and fails if it is to fail.
    synchronized void change(Path path) throws IOException {
        changes++;
        if (changes >= failFrom && changes <= failTo) {
            throw new FileSystemException(path.toString(), null, reason);
        }
    }

    synchronized void written(Path file) {
        files.putIfAbsent(file, Bytes.UNSYNCED);
    }

    /// Only what [#losePower] knows is synced; the disk below is left in peace.
    synchronized void sync(Path path) throws IOException {
        try {
            change(path);
        } catch (IOException e) {
            files.replace(path, Bytes.LOST);
            throw e;
        }
        files.remove(path, Bytes.UNSYNCED);
        unsyncedNames.removeIf(change -> path.equals(change.path().getParent()));
    }

    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        var real = real(path);
        boolean writes = options.contains(StandardOpenOption.WRITE);
        boolean creates = options.contains(StandardOpenOption.CREATE_NEW);
        synchronized (this) {
            if (writes) {
                change(real);
            }
            var channel = below.newFileChannel(real, options, attributes);
            if (creates) {
                unsyncedNames.add(new Change(real, null, null));
            }
            return new FaultyFileChannel(this, real, channel);
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public synchronized void move(Path source, Path target, CopyOption... options)
            throws IOException {
        var from = real(source);
        var to = real(target);
        change(from);
        byte @Nullable [] replaced = Files.exists(to) ? Files.readAllBytes(to) : null;
        below.move(from, to, options);
        files.remove(to);
        var bytes = files.remove(from);
        if (bytes != null) {
            files.put(to, bytes);
        }
        unsyncedNames.add(new Change(to, from, replaced));
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        var real = real(path);
        change(real);
        byte @Nullable [] deleted = Files.isRegularFile(real) ? Files.readAllBytes(real) : null;
        below.delete(real);
        files.remove(real);
        unsyncedNames.add(new Change(real, null, deleted));
    }

    @Override
    public synchronized void createDirectory(Path path, FileAttribute<?>... attributes)
            throws IOException {
        change(real(path));
        below.createDirectory(real(path), attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path path, DirectoryStream.Filter<? super Path> filter) throws IOException {
        return below.newDirectoryStream(real(path), filter);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return below.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return below.readAttributes(real(path), attributes, options);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return below.getFileAttributeView(real(path), type, options);
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        below.checkAccess(real(path), modes);
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return below.getFileStore(real(path));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return below.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return below.isHidden(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException("the store copies nothing");
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException("the store sets no attributes");
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("paths come from at()");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("paths come from at()");
    }

    private static Path real(Path path) {
        return Path.of(path.toString());
    }

    private static Object @Nullable [] unwrapped(Object @Nullable [] arguments) {
        if (arguments == null) {
            return null;
        }
        var unwrapped = arguments.clone();
        for (int i = 0; i < unwrapped.length; i++) {
            if (unwrapped[i] instanceof Path path) {
                unwrapped[i] = real(path);
            }
        }
        return unwrapped;
    }

    /// A name that was given or taken: created, renamed from `source`, or deleted. `before`
    /// is what the name had been.
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Change(Path path, @Nullable Path source, byte @Nullable [] before) {
        void undo() throws IOException {
            if (source != null && Files.exists(path)) {
                Files.move(path, source);
            } else if (before == null) {
                Files.deleteIfExists(path);
            }
            if (before != null && !Files.exists(path)) {
                Files.write(path, before);
            }
        }
    }
}
