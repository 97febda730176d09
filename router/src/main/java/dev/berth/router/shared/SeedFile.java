package dev.berth.router.shared;

import dev.berth.router.project.Project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The last good list of projects in a local file, as [ProjectList] writes it, signed.
///
/// It appears whole or not at all, for this program's account only: whoever reads it can try
/// passwords of the robot against the signature. What cannot be read or written is logged; used by
/// one thread.
public final class SeedFile {
    private static final Logger log = LoggerFactory.getLogger(SeedFile.class);
    private static final String KEY = "seed";
    private static final int BYTES_MAX = 1024 * 1024;
    private static final Set<PosixFilePermission> MODE =
            PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final Signature signature;
    private String written = "";

    public SeedFile(Path file, Signature signature) {
        this.file = file;
        this.signature = signature;
    }

    /// The list; empty if there is none that this router's robot signed.
    public Optional<List<Project>> read() {
        try (var stream = Files.newInputStream(file)) {
            var text = new String(stream.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            var list = signature.verified(KEY, text).flatMap(ProjectList::parse);
            if (list.isEmpty()) {
                log.atWarn().addKeyValue("file", file).log("a seed of another robot is not used");
            }
            return list;
        } catch (IOException e) {
            log.atInfo().addKeyValue("file", file).log("there is no seed to read");
            return Optional.empty();
        }
    }

    /// Writes the list, if it is another than the last one.
    public void write(List<Project> projects) {
        var list = ProjectList.text(projects);
        if (list.equals(written)) {
            return;
        }
        var next = file.resolveSibling(file.getFileName() + ".next");
        try {
            Files.deleteIfExists(next); // Of a router that was stopped here; it may be open.
            Files.createFile(next, mode());
            Files.writeString(next, signature.sign(KEY, list));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            written = list;
        } catch (IOException e) {
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getMessage())
                    .log("the seed cannot be written");
        }
    }

    private FileAttribute<?>[] mode() {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(MODE)}
                : new FileAttribute<?>[0];
    }
}
