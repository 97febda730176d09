package dev.berth.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.auth.password.HtpasswdFile.Check;
import dev.berth.platform.config.LiveFile;
import dev.berth.platform.config.Secret;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HtpasswdFileTest {
    /// Of `sesame`, as the C library's bcrypt makes it.
    private static final String ALICE =
            "alice:$2y$05$abcdefghijklmnopqrstuuKcS.CYWVYVaLiiCKrrc0A5s3mGesJ9O";

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();

    private HtpasswdFile file(String text) throws IOException {
        return HtpasswdFile.open(Files.writeString(folder.resolve("accounts"), text));
    }

    @Test
    void the_right_password_of_an_account_is_right() throws Exception {
        var accounts = file("# people\n\n" + ALICE + "\n");

        assertThat(accounts.check(Secret.of("sesame"), accounts.find("alice")))
                .isEqualTo(Check.RIGHT);
        assertThat(accounts.check(Secret.of("Sesame"), accounts.find("alice")))
                .isEqualTo(Check.WRONG);
    }

    @Test
    void nobody_has_the_password_of_an_unknown_name() throws Exception {
        var accounts = file(ALICE);

        assertThat(accounts.find("bob")).isEmpty();
        assertThat(accounts.check(Secret.of("sesame"), accounts.find("bob")))
                .isEqualTo(Check.WRONG);
    }

    @Test
    void an_unknown_name_costs_as_much_as_a_known_one() throws Exception {
        assertThat(file(ALICE).decoy()).startsWith("$2y$05$").hasSize(60);
        assertThat(file(ALICE + "\n" + ALICE.replace("alice:$2y$05$", "bob:$2b$12$"))
                        .decoy())
                .startsWith("$2y$12$");
        assertThat(file("").decoy()).startsWith("$2y$05$");
    }

    @Test
    void a_line_of_another_form_is_named() {
        assertThatThrownBy(() -> file(ALICE + "\nbob:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(":2 is no name with a bcrypt hash");
    }

    @Test
    void it_is_read_again_when_it_has_changed() throws Exception {
        var file = Files.writeString(folder.resolve("accounts"), ALICE);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        var accounts = HtpasswdFile.open(file, nanos::get);
        Files.writeString(file, ALICE.replace("alice", "bob"));

        assertThat(accounts.find("bob")).isEmpty();
        nanos.addAndGet(LiveFile.LOOK.toNanos());
        assertThat(accounts.find("bob")).isPresent();
        assertThat(accounts.find("alice")).isEmpty();

        Files.writeString(file, "bob");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        nanos.addAndGet(LiveFile.LOOK.toNanos());
        assertThat(accounts.find("bob")).isPresent();
    }
}
