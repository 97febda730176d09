package dev.berth.bench;

import dev.berth.bench.harbor.Knobs;
import dev.berth.bench.process.Cores;
import dev.berth.bench.target.Floor;
import dev.berth.bench.target.Harbor;
import dev.berth.bench.target.Peer;
import dev.berth.bench.target.RouterPeer;
import dev.berth.bench.target.Target;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Everybody who takes part in one scenario: peers started for it with empty stores, and given
/// targets.
///
/// Closing it stops what was started and removes its files.
final class Field implements AutoCloseable {
    private final Path folder;
    private final List<Target> targets = new CopyOnWriteArrayList<>();

    /// Stops the servers when the bench itself is told to end.
    private final Thread emergency = new Thread(this::stopAll, "stop-servers");

    private Field(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(emergency);
    }

    /// Starts and looks up everybody.
    ///
    /// @param starts names of peers, or `floor`
    /// @throws IOException if one of them does not start
    /// @throws IllegalArgumentException if there is no peer of a name
    static Field open(
            Path work, Path product, Set<String> starts, List<TargetSpec> given, Cores cores)
            throws IOException, InterruptedException {
        List<Peer> known = Peer.known(work.resolve("bin"), product);
        Files.createDirectories(work);
        var field = new Field(Files.createTempDirectory(work, "run-"));
        try {
            for (String start : starts) {
                field.targets.add(field.start(start, known, cores));
            }
            for (TargetSpec spec : given) {
                field.targets.add(spec.open());
            }
            return field;
        } catch (IOException | IllegalArgumentException e) {
            field.close();
            throw e;
        }
    }

    /// Starts routers before the mock of Harbor, and looks up those that are given.
    ///
    /// @param settings variables of routers that are started
    /// @throws IOException if one of them does not start
    /// @throws IllegalArgumentException if there is no router of a name
    static Field open(
            Path work,
            Path product,
            Harbor harbor,
            Map<String, String> settings,
            Set<String> starts,
            List<TargetSpec> given,
            Cores cores)
            throws IOException, InterruptedException {
        Files.createDirectories(work);
        harbor.set(Knobs.DEFAULT);
        var field = new Field(Files.createTempDirectory(work, "run-"));
        try {
            for (String start : starts) {
                field.targets.add(field.start(start, product, harbor, settings, cores));
            }
            for (TargetSpec spec : given) {
                field.targets.add(spec.openRouter(harbor));
            }
            return field;
        } catch (IOException | IllegalArgumentException e) {
            field.close();
            throw e;
        }
    }

    private Target start(
            String name, Path product, Harbor harbor, Map<String, String> settings, Cores cores)
            throws IOException, InterruptedException {
        if (name.equals(Harbor.DIRECT)) {
            return harbor.direct();
        }
        List<RouterPeer> known = RouterPeer.known(product);
        RouterPeer peer = known.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no router '%s'; known: %s, %s"
                        .formatted(
                                name,
                                Harbor.DIRECT,
                                known.stream().map(RouterPeer::name).toList())));
        return peer.start(Files.createDirectory(folder.resolve(name)), cores, harbor, settings);
    }

    List<Target> targets() {
        return List.copyOf(targets);
    }

    private Target start(String name, List<Peer> known, Cores cores)
            throws IOException, InterruptedException {
        Path own = Files.createDirectory(folder.resolve(name));
        if (name.equals(Floor.NAME)) {
            return Floor.start(own, cores);
        }
        Peer peer = known.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no peer '%s'; known: %s, %s"
                        .formatted(
                                name, Floor.NAME, known.stream().map(Peer::name).toList())));
        return peer.start(own, cores);
    }

    @Override
    public void close() throws IOException {
        for (Target target : targets) {
            target.close();
        }
        Runtime.getRuntime().removeShutdownHook(emergency);
        deleteFiles(folder);
    }

    private void stopAll() {
        for (Target target : targets) {
            try {
                target.close();
            } catch (IOException e) {
                System.err.println(target.name() + " may still be running: " + e.getMessage());
            }
        }
    }

    static void deleteFiles(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                    throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
