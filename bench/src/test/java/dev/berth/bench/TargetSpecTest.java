package dev.berth.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.bench.target.Ability;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class TargetSpecTest {
    @Test
    void a_target_has_a_name_an_address_a_process_and_what_it_lacks() {
        var spec = TargetSpec.parse(
                "mine=http://127.0.0.1:5000,pid=42,user=me,password=secret,lacks=referrers+tokens");

        assertThat(spec.name()).isEqualTo("mine");
        assertThat(spec.endpoint().address().getPort()).isEqualTo(5000);
        assertThat(spec.pid()).isEqualTo(42);
        assertThat(spec.lacks()).containsExactlyInAnyOrder(Ability.REFERRERS, Ability.TOKENS);
    }

    @Test
    void a_router_has_images_below_a_prefix() {
        assertThat(TargetSpec.parse("mine=http://127.0.0.1:5000,pid=42,prefix=mirror")
                        .prefix())
                .isEqualTo("mirror");
        assertThat(TargetSpec.parse("mine=http://127.0.0.1:5000,pid=42").prefix())
                .isEqualTo("proxy");
    }

    @Test
    void a_password_is_in_no_text() {
        var spec = TargetSpec.parse("mine=http://127.0.0.1:5000,pid=42,user=me,password=secret");

        assertThat(spec.toString()).contains("me").doesNotContain("secret");
    }

    @Test
    void a_target_without_a_process_is_refused_with_the_reason() {
        assertThatThrownBy(() -> TargetSpec.parse("mine=http://127.0.0.1:5000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pid");
    }

    @Test
    void an_unknown_setting_is_refused_without_its_value() {
        assertThatThrownBy(
                        () -> TargetSpec.parse("mine=http://127.0.0.1:5000,pid=1,pasword=secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pasword")
                .hasMessageNotContaining("secret");
    }
}
