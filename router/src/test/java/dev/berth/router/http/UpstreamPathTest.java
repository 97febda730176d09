package dev.berth.router.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

import dev.berth.oci.OciException;
import dev.berth.oci.Reference;
import dev.berth.oci.RepositoryName;
import dev.berth.router.project.Project;
import dev.berth.router.project.Project.RegistryKind;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/// What a client names, as an address at Harbor.
@DisplayNameGeneration(ReplaceUnderscores.class)
class UpstreamPathTest {
    private final Project project =
            new Project("hub", 100, RegistryKind.DOCKER_HUB, Set.of(), false);

    @FuzzTest(maxDuration = "1m")
    void whatever_a_client_names_stays_below_its_project(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        int cut = text.length() / 2;
        try {
            var image = RepositoryName.parse(text.substring(0, cut));
            var reference = Reference.parse(text.substring(cut));
            if (project.hasRoomFor(image)) {
                assertThat("/v2/" + project.repository(image) + "/manifests/" + reference)
                        .startsWith("/v2/hub/")
                        .matches("[A-Za-z0-9/._:+-]+")
                        .doesNotContain("/../", "//", "/./");
            }
        } catch (OciException e) {
            assertThat(e.error().message()).isNotBlank();
        }
    }
}
