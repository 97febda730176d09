package dev.berth.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.role.RoleSettings;
import dev.berth.app.role.Roles;
import dev.berth.platform.config.Reference;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigurationReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "configuration.md");

    @Test
    void the_reference_page_says_what_the_code_declares() throws IOException {
        var declared = Reference.markdown(settings -> RoleSettings.from(Roles.CORE, settings));

        assertThat(Files.readString(PAGE))
                .as(
                        "docs/configuration.md; write it anew with: ./berth config reference > docs/configuration.md")
                .isEqualTo(declared);
    }
}
