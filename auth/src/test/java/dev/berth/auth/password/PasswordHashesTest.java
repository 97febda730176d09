package dev.berth.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PasswordHashesTest {
    private static final Secret RIGHT = Secret.of("correct horse");
    private static final Secret WRONG = Secret.of("correct horsf");

    private final PasswordHashes hashes =
            new PasswordHashes(new PasswordHashes.Cost(64, 1), 1, Duration.ofMillis(1));

    @Test
    void a_hash_names_argon2id_and_its_cost_and_not_the_password() throws Exception {
        try (var slot = hashes.tryOpen().orElseThrow()) {
            assertThat(slot.hash(RIGHT))
                    .startsWith("$argon2id$v=19$m=64,t=1,p=1$")
                    .doesNotContain(RIGHT.reveal());
        }
    }

    @Test
    void the_standard_cost_is_19_mebibytes_and_two_passes() throws Exception {
        try (var slot = PasswordHashes.standard().tryOpen().orElseThrow()) {
            assertThat(slot.hash(RIGHT)).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        }
    }

    @Test
    void only_the_password_that_was_hashed_matches() throws Exception {
        try (var slot = hashes.tryOpen().orElseThrow()) {
            var hash = slot.hash(RIGHT);

            assertThat(slot.matches(RIGHT, Optional.of(hash))).isTrue();
            assertThat(slot.matches(WRONG, Optional.of(hash))).isFalse();
            assertThat(slot.matches(RIGHT, Optional.empty())).isFalse();
        }
    }

    @Test
    void the_same_password_never_has_the_same_hash() throws Exception {
        try (var slot = hashes.tryOpen().orElseThrow()) {
            assertThat(slot.hash(RIGHT)).isNotEqualTo(slot.hash(RIGHT));
        }
    }

    @Test
    void a_hash_of_another_cost_still_verifies() throws Exception {
        var dearer = new PasswordHashes(new PasswordHashes.Cost(128, 2), 1, Duration.ofSeconds(1));
        try (var slot = hashes.tryOpen().orElseThrow();
                var dearSlot = dearer.tryOpen().orElseThrow()) {
            assertThat(dearSlot.matches(RIGHT, Optional.of(slot.hash(RIGHT)))).isTrue();
        }
    }

    @Test
    void who_finds_no_free_slot_in_time_gets_none() throws Exception {
        try (var _ = hashes.tryOpen().orElseThrow()) {
            assertThat(hashes.tryOpen()).isEmpty();
        }

        assertThat(hashes.tryOpen()).isPresent();
    }

    @Test
    void a_new_password_has_128_random_bits_and_passes_the_rules() {
        var password = hashes.newPassword();

        assertThat(password.reveal())
                .hasSize(22)
                .isNotEqualTo(hashes.newPassword().reveal());
        assertThat(PasswordRules.refusal("admin", password)).isEmpty();
    }
}
