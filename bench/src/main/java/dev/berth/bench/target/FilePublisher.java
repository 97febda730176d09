package dev.berth.bench.target;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Lays the same bytes out as files, at the paths that a registry serves them under.
record FilePublisher(Path root) implements Publisher {

    @Override
    public void publish(List<Publication> publications) throws IOException {
        for (Publication publication : publications) {
            Path repository = root.resolve("v2").resolve(publication.repository());
            switch (publication) {
                case Publication.OfBlob it -> write(repository.resolve("blobs"), it.blob());
                case Publication.OfManifest it ->
                    write(repository.resolve("manifests"), it.reference(), it.manifest());
            }
        }
    }

    private static void write(Path folder, RandomBlob blob) throws IOException {
        Files.createDirectories(folder);
        try (var file = FileChannel.open(
                folder.resolve(blob.digest()),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            blob.writeTo(file);
        }
    }

    private static void write(Path folder, String reference, Manifest manifest) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(reference), manifest.json());
        Files.writeString(folder.resolve(manifest.digest()), manifest.json());
    }
}
