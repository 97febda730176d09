package dev.berth.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SecretSealTest {
    private static final Secret SECRET = Secret.of("canary-91c");

    @TempDir
    private Path folder;

    @Test
    void a_sealed_secret_opens_after_a_restart() throws Exception {
        var sealed = SecretSeal.open(folder).seal("ldap", SECRET);

        assertThat(sealed).doesNotContain("canary");
        assertThat(SecretSeal.open(folder).open("ldap", sealed)).isEqualTo(SECRET);
    }

    @Test
    void one_secret_is_sealed_otherwise_each_time() {
        var seal = SecretSeal.random();

        assertThat(seal.seal("ldap", SECRET)).isNotEqualTo(seal.seal("ldap", SECRET));
    }

    @Test
    void a_sealed_secret_opens_under_no_other_name_and_no_other_key() {
        var seal = SecretSeal.random();
        var sealed = seal.seal("ldap", SECRET);

        assertThatIllegalStateException()
                .isThrownBy(() -> seal.open("oidc", sealed))
                .withMessageContaining("set it anew");
        assertThatIllegalStateException()
                .isThrownBy(() -> SecretSeal.random().open("ldap", sealed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1:", "1:AAAA", "1:*", "2:AAAA", "canary"})
    void what_was_never_sealed_does_not_open(String text) {
        assertThatIllegalStateException().isThrownBy(() -> SecretSeal.random().open("ldap", text));
        assertThat(SecretSeal.random().holds("ldap", text, SECRET)).isFalse();
    }

    @Test
    void a_sealed_text_holds_one_secret_under_one_name_and_key() {
        var seal = SecretSeal.random();
        var sealed = seal.seal("ldap", SECRET);

        assertThat(seal.holds("ldap", sealed, SECRET)).isTrue();
        assertThat(seal.holds("ldap", sealed, Secret.of("another"))).isFalse();
        assertThat(seal.holds("oidc", sealed, SECRET)).isFalse();
        assertThat(SecretSeal.random().holds("ldap", sealed, SECRET)).isFalse();
    }

    @Test
    void the_key_is_for_its_owner_alone_and_nothing_lies_beside_it() throws Exception {
        var _ = SecretSeal.open(folder);

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("secret.key"));
        }
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("secret.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void processes_that_start_together_have_one_key() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = IntStream.range(0, 16)
                    .mapToObj(_ ->
                            threads.submit((Callable<SecretSeal>) () -> SecretSeal.open(folder)))
                    .toList();
            var sealed = starts.getFirst().get().seal("ldap", SECRET);

            for (var start : starts) {
                assertThat(start.get().open("ldap", sealed)).isEqualTo(SECRET);
            }
        }
    }

    @Test
    void a_torn_key_is_told_and_not_replaced() throws Exception {
        var file = Files.write(folder.resolve("secret.key"), new byte[7]);

        assertThatIOException()
                .isThrownBy(() -> SecretSeal.open(folder))
                .withMessageContaining("restore it from the backup");
        assertThat(file).hasBinaryContent(new byte[7]);
    }
}
