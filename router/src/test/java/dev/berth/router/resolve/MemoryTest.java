package dev.berth.router.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.platform.config.Config;
import dev.berth.router.RouterSettings;
import dev.berth.router.project.Project;
import dev.berth.router.project.Project.RegistryKind;
import dev.berth.router.resolve.Memory.ManifestKey;
import dev.berth.router.resolve.Memory.Mapping;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MemoryTest {
    private static final int NAMES = 200_000;
    private static final long HEAP_BYTES = 64L * 1024 * 1024;

    /// A mapping, a home, a layer and an absence of an image take more than this.
    private static final int NAME_BYTES = 1_000;

    private final Project project = new Project("ghcr", 100, RegistryKind.OTHER, Set.of(), false);
    private final Candidates candidates = new Candidates(List.of(project));
    private final Memory memory = new Memory(
            Config.of(
                            Map.of(
                                    "router.harbor-username", "robot",
                                    "router.harbor-password", "secret"),
                            RouterSettings::from)
                    .resolve(),
            HEAP_BYTES,
            System::nanoTime);

    @Test
    void R31_however_many_names_there_are_they_take_a_part_of_the_heap_and_no_more() {
        for (int i = 0; i < NAMES; i++) {
            var image = RepositoryName.parse("team/app" + i);
            var digest = Digest.of(
                    Digest.Algorithm.SHA256,
                    ByteBuffer.allocate(Integer.BYTES).putInt(i).array());
            memory.found(
                    new ManifestKey(candidates, image, "v1", "*/*"),
                    new Mapping(project, digest, "text/plain", 1, 0, 0));
            memory.from(project, candidates, image, digest);
            memory.missing(new ManifestKey(candidates, image, "v2", "*/*"));
        }

        assertThat(memory.entries()).isBetween(1_000L, HEAP_BYTES / NAME_BYTES * 4);
    }
}
