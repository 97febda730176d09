package dev.berth.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A process and its descendants, seen through `/proc`.
///
/// - A process that ends between two reads is skipped: its parent's counters keep its time.
/// - `IOException` means that `/proc` itself cannot be read, or that the root process is gone.
public final class ProcessTree {
    /// The step of processor times: Linux shows them in hundredths of a second (`USER_HZ`).
    public static final Duration CPU_RESOLUTION = Duration.ofMillis(10);

    private static final Path PROC = Path.of("/proc");

    private final Path proc;
    private final long pid;

    ProcessTree(Path proc, long pid) {
        this.proc = proc;
        this.pid = pid;
    }

    public static ProcessTree of(long pid) {
        return new ProcessTree(PROC, pid);
    }

    public static ProcessTree self() {
        return of(ProcessHandle.current().pid());
    }

    public long pid() {
        return pid;
    }

    public Usage usage() throws IOException {
        long ticks = 0;
        long written = 0;
        boolean writtenKnown = true;
        for (long member : members()) {
            ticks += read(member, "stat")
                    .map(ProcessStat::parse)
                    .map(ProcessStat::ticks)
                    .orElse(0L);
            var bytes = writtenBytes(member);
            written += bytes.orElse(0);
            writtenKnown &= bytes.isPresent();
        }
        return new Usage(
                CPU_RESOLUTION.multipliedBy(ticks),
                writtenKnown ? OptionalLong.of(written) : OptionalLong.empty());
    }

    /// How many files, sockets among them, the root process has open.
    public long openFiles() throws IOException {
        try (var files = Files.list(proc.resolve(Long.toString(pid)).resolve("fd"))) {
            return files.count();
        }
    }

    /// The memory that is resident now, in bytes. Pages shared between processes count in each.
    public long residentBytes() throws IOException {
        return residentBytes(members());
    }

    long residentBytes(List<Long> members) throws IOException {
        long sum = 0;
        for (long member : members) {
            sum += read(member, "status")
                    .map(text -> kibibytes(text, "VmRSS:") * 1024)
                    .orElse(0L);
        }
        return sum;
    }

    /// The root process and every living descendant.
    ///
    /// @throws NoSuchFileException if the root process is gone
    List<Long> members() throws IOException {
        if (!Files.isDirectory(proc.resolve(Long.toString(pid)))) {
            throw new NoSuchFileException("process " + pid + " is gone");
        }
        Map<Long, List<Long>> children = childrenOf();
        var members = new ArrayList<>(List.of(pid));
        for (int i = 0; i < members.size(); i++) {
            members.addAll(children.getOrDefault(members.get(i), List.of()));
        }
        return members;
    }

    private Map<Long, List<Long>> childrenOf() throws IOException {
        var children = new HashMap<Long, List<Long>>();
        try (var entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                long child = Long.parseLong(entry.getFileName().toString());
                read(child, "stat")
                        .map(ProcessStat::parse)
                        .ifPresent(stat -> children.computeIfAbsent(
                                        stat.parent(), _ -> new ArrayList<>())
                                .add(child));
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    private OptionalLong writtenBytes(long member) {
        try {
            return read(member, "io")
                    .map(text -> OptionalLong.of(value(text, "write_bytes:")))
                    .orElse(OptionalLong.of(0));
        } catch (IOException _) {
            // Only the owner of a process and root may read its `io`: the figure is unknown.
            return OptionalLong.empty();
        }
    }

    private Optional<String> read(long member, String file) throws IOException {
        try {
            return Optional.of(
                    Files.readString(proc.resolve(Long.toString(member)).resolve(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.isDirectory(proc.resolve(Long.toString(member)))) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static long kibibytes(String text, String name) {
        return text.contains(name) ? value(text, name) : 0;
    }

    private static long value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replace("kB", "").strip())
                .map(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new UncheckedIOException(new IOException("no " + name)));
    }
}
