package dev.berth.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReferenceTest {
    private static final Setting<String> NAME =
            new Setting<>("ship.name", Kind.text(), "Ada", "What is on the bow.");

    @Test
    void every_setting_has_an_entry_with_kind_default_and_variables() {
        assertThat(Reference.markdown(ConfigTest.PortSettings::from))
                .contains("""

                        ## port

                        ### `port.listen`

                        Where ships come in.

                        - Value: host:port.
                        - Default: `127.0.0.1:5000`.
                        - Environment: `BERTH_PORT_LISTEN`.
                        """)
                .contains("- Value: a URI with http or https, or nothing.\n- Default: nothing.\n")
                .contains("- Environment: `BERTH_AUTH_PASSWORD` or `BERTH_AUTH_PASSWORD_FILE`.\n");
    }

    @Test
    void settings_of_one_section_stand_together_whoever_reads_them() {
        var other = new Setting<>("sea.depth", Kind.integer(1, 9), "3", "How deep it is.");
        var late = new Setting<>("ship.length", Kind.integer(1, 9), "3", "How long it is.");

        var page = Reference.markdown(settings ->
                List.of(settings.value(NAME), settings.value(other), settings.value(late)));

        assertThat(page)
                .containsSubsequence(
                        "## ship", "`ship.name`", "`ship.length`", "## sea", "`sea.depth`");
    }

    @Test
    void a_setting_may_be_read_by_two_parts_but_declared_once() {
        var other = new Setting<>("ship.name", Kind.text(), "Bob", "What is on the stern.");

        assertThat(Reference.settings(
                        settings -> List.of(settings.value(NAME), settings.value(NAME))))
                .containsExactly(NAME);
        assertThatThrownBy(() -> Reference.settings(
                        settings -> List.of(settings.value(NAME), settings.value(other))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ship.name");
    }

    @Test
    void two_settings_cannot_share_an_environment_variable() {
        var rival = new Setting<>("ship-name.of", Kind.text(), "Ada", "One.");
        var twin = new Setting<>("ship.name-of", Kind.text(), "Ada", "Two.");

        assertThatThrownBy(() -> Reference.settings(
                        settings -> List.of(settings.value(rival), settings.value(twin))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("share an environment variable");
    }
}
