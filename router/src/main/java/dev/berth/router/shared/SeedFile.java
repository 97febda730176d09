package dev.berth.router.shared;

import dev.berth.router.project.Project;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// The last good list of projects in a local file, as [ProjectList] writes it, signed.
///
/// It appears whole or not at all. What cannot be read or written is logged; used by one thread.
public final class SeedFile {
    private static final Logger log = LoggerFactory.getLogger(SeedFile.class);
    private static final String KEY = "seed";
    private static final int BYTES_MAX = 1024 * 1024;

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
}
