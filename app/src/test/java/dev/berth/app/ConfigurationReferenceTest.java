package dev.berth.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.app.role.Role;
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
    @Test
    void the_reference_page_says_what_the_code_declares() throws IOException {
        assertPage("configuration.md", Roles.CORE);
    }

    @Test
    void the_reference_page_of_the_router_says_what_the_code_declares() throws IOException {
        assertPage("configuration-router.md", Roles.ROUTER);
    }

    private static void assertPage(String name, Role<?> role) throws IOException {
        var page = Path.of("..", "docs", name);
        var declared = Reference.markdown(settings -> RoleSettings.from(role, settings));

        assertThat(Files.readString(page))
                .as(
                        "docs/%s; write it anew with: ./berth config reference %s > docs/%s",
                        name, role.name(), name)
                .isEqualTo(declared);
    }
}
