package dev.berth.deploy;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/// Writes the container image as an archive that `docker load` takes.
///
/// - The root file system is what was laid out: the distribution under `/opt/berth`, the C library
///   that its runtime needs, and nothing else: no shell, no package manager.
/// - Runs as a user without a name and is happy with a read-only root; `/var/lib/berth` is the one
///   place that is written.
/// - The same input gives the same image: times are fixed.
public final class ImageArchive {
    private static final String USER = "65532:65532";
    private static final String HOME = "/opt/berth";
    private static final Instant EPOCH = Instant.ofEpochSecond(0);

    private ImageArchive() {}

    /// Writes the archive.
    ///
    /// @param arguments the root folder, the archive to write, the image's name
    public static void main(String... arguments)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    InvalidImageReferenceException, CacheDirectoryCreationException {
        if (arguments.length != 3) {
            System.err.println("usage: <root folder> <archive to write> <image name>");
            System.exit(2);
        }
        write(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
    }

    private static void write(Path root, Path archive, String name)
            throws IOException, InterruptedException, ExecutionException, RegistryException,
                    InvalidImageReferenceException, CacheDirectoryCreationException {
        var cache = archive.resolveSibling("jib-cache");
        Jib.fromScratch()
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setCreationTime(EPOCH)
                .setFileEntriesLayers(
                        layer("system", root, "lib", "lib64", "etc", "var"),
                        layer("runtime", root, "opt/berth/runtime"),
                        layer("berth", root, "opt/berth/lib", "opt/berth/bin"))
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/var/lib/berth"))
                .addVolume(AbsoluteUnixPath.get("/var/lib/berth"))
                .addExposedPort(Port.tcp(5000))
                .addExposedPort(Port.tcp(9090))
                .setEnvironment(Map.of(
                        "BERTH_HTTP_LISTEN", "0.0.0.0:5000",
                        "BERTH_MANAGEMENT_LISTEN", "0.0.0.0:9090",
                        "BERTH_DATA_DIRECTORY", "/var/lib/berth"))
                .setEntrypoint(List.of(
                        HOME + "/runtime/bin/java",
                        "@" + HOME + "/lib/java.options",
                        "@" + HOME + "/lib/berth.options",
                        "-XX:AOTCache=" + HOME + "/lib/berth.aot",
                        "-jar",
                        HOME + "/lib/berth.jar"))
                .setProgramArguments("core")
                .containerize(Containerizer.to(TarImage.at(archive).named(name))
                        .setBaseImageLayersCache(cache)
                        .setApplicationLayersCache(cache)
                        .setOfflineMode(true));
    }

    private static FileEntriesLayer layer(String name, Path root, String... folders)
            throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        for (var folder : folders) {
            var from = root.resolve(folder);
            if (!Files.exists(from)) {
                continue;
            }
            try (var files = Files.walk(from)) {
                for (var file : files.sorted().toList()) {
                    add(layer, root, file);
                }
            }
        }
        return layer.build();
    }

    private static void add(FileEntriesLayer.Builder layer, Path root, Path file)
            throws IOException {
        var target = AbsoluteUnixPath.get("/" + root.relativize(file));
        var owner = target.toString().startsWith("/var/lib/berth") ? USER : "0:0";
        layer.addEntry(
                file,
                target,
                FilePermissions.fromPosixFilePermissions(Files.getPosixFilePermissions(file)),
                EPOCH,
                owner);
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
