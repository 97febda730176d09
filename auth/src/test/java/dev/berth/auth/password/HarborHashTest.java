package dev.berth.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

/// Hashes as Harbor makes them; these were made by another implementation of PBKDF2.
@DisplayNameGeneration(ReplaceUnderscores.class)
class HarborHashTest {
    private static final String SALT = "Yx3jRmTq0ZsWv9LkPd8aNc5uHb2eGf7o";
    private static final String SHA256 = "c410a0a19e52e8e30c375c8ca68b4651";
    private static final Secret RIGHT = Secret.of("Correct horse 1");
    private static final Secret WRONG = Secret.of("Correct horse 2");

    private final PasswordHashes hashes =
            new PasswordHashes(new PasswordHashes.Cost(64, 1), 1, Duration.ofSeconds(5));

    private boolean matches(Secret password, String hash) throws InterruptedException {
        try (var slot = hashes.tryOpen().orElseThrow()) {
            return slot.matches(password, Optional.of(hash));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sha1, bff20ae2748ed21d8c17ea1ef2b1177a",
        "sha256, c410a0a19e52e8e30c375c8ca68b4651",
        "pbkdf2_sha256, 5deb16ed635826c9e91af8c1ec4cf0d9"
    })
    void every_version_verifies_its_password_and_no_other(String version, String hash)
            throws Exception {
        var text = HarborHash.of(hash, SALT, version).text();

        assertThat(matches(RIGHT, text)).isTrue();
        assertThat(matches(WRONG, text)).isFalse();
        assertThat(hashes.isDated(text)).isTrue();
    }

    @Test
    void a_hash_of_one_version_is_none_of_another() throws Exception {
        assertThat(matches(RIGHT, HarborHash.of(SHA256, SALT, "sha1").text())).isFalse();
        assertThat(matches(RIGHT, HarborHash.of(SHA256, SALT + "x", "sha256").text()))
                .isFalse();
    }

    @Test
    void letters_beyond_ascii_are_hashed_as_utf_8() throws Exception {
        var hash = HarborHash.of("b79f963bb4332b457a28b7c8be9f8649", SALT, "sha256");

        assertThat(matches(Secret.of("Grüße 1 Aé"), hash.text())).isTrue();
    }

    @Test
    void an_empty_password_matches_nothing() throws Exception {
        assertThat(matches(Secret.of(""), HarborHash.of(SHA256, SALT, "sha256").text()))
                .isFalse();
    }

    @Test
    void what_is_made_here_is_not_dated_and_what_was_made_cheaper_is() throws Exception {
        var dearer = new PasswordHashes(new PasswordHashes.Cost(128, 1), 1, Duration.ofSeconds(5));
        try (var slot = hashes.tryOpen().orElseThrow()) {
            var hash = slot.hash(RIGHT);

            assertThat(hashes.isDated(hash)).isFalse();
            assertThat(dearer.isDated(hash)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "c410, salt, sha256, the hash has 32 hexadecimal digits",
        "z410a0a19e52e8e30c375c8ca68b4651, salt, sha256, the hash has 32 hexadecimal digits",
        "c410a0a19e52e8e30c375c8ca68b4651, '', sha256, the salt has 1 to 255 characters",
        "c410a0a19e52e8e30c375c8ca68b4651, salt, md5, 'the version of the hash is sha1, sha256'",
        "c410a0a19e52e8e30c375c8ca68b4651, salt, '', 'the version of the hash is sha1, sha256'"
    })
    void what_harbor_does_not_write_is_refused(
            String hash, String salt, String version, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HarborHash.of(hash, salt, version))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$pbkdf2-md5$i=1$YQ$YQ", "$pbkdf2-sha1$i=0$YQ$YQ", "$pbkdf2-"})
    void a_stored_hash_that_is_damaged_is_no_match_but_a_failure(String text) {
        assertThatIllegalStateException().isThrownBy(() -> matches(RIGHT, text));
    }

    @Test
    void neither_salt_nor_hash_is_shown() {
        assertThat(HarborHash.of(SHA256, SALT, "sha256")).hasToString("HarborHash[sha256 4096]");
    }
}
