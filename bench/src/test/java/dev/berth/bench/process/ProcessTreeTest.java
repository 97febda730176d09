package dev.berth.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ProcessTreeTest {
    @TempDir
    private Path proc;

    @Test
    void processor_time_is_that_of_the_process_its_living_and_its_ended_descendants()
            throws IOException {
        process(10, 1, "server", "100 20 3 4", 1, 5);
        process(11, 10, "worker", "50 5 0 0", 1, 5);
        process(12, 11, "helper", "7 0 0 0", 1, 5);
        process(13, 1, "stranger", "900 900 0 0", 1, 5);

        var usage = new ProcessTree(proc, 10).usage();

        assertThat(usage.cpu()).isEqualTo(Duration.ofMillis(10 * (127 + 55 + 7)));
    }

    @Test
    void a_command_name_with_blanks_and_parentheses_does_not_shift_the_fields() throws IOException {
        process(10, 1, "a (b) c", "1 2 0 0", 1, 5);

        assertThat(new ProcessTree(proc, 10).usage().cpu()).isEqualTo(Duration.ofMillis(30));
    }

    @Test
    void memory_and_written_bytes_add_up_over_the_tree() throws IOException {
        process(10, 1, "server", "0 0 0 0", 2048, 4096);
        process(11, 10, "worker", "0 0 0 0", 1024, 512);

        var tree = new ProcessTree(proc, 10);

        assertThat(tree.residentBytes()).isEqualTo(3072 * 1024);
        assertThat(tree.usage().writtenBytes()).hasValue(4608);
    }

    @Test
    void a_process_that_is_gone_is_an_error_not_a_zero() {
        assertThatThrownBy(() -> new ProcessTree(proc, 99).usage())
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("99");
    }

    @Test
    void the_time_between_two_readings_is_their_difference() throws IOException {
        process(10, 1, "server", "100 0 0 0", 1, 1000);
        var before = new ProcessTree(proc, 10).usage();
        process(10, 1, "server", "130 0 0 0", 1, 5000);

        var used = new ProcessTree(proc, 10).usage().since(before);

        assertThat(used.cpu()).isEqualTo(Duration.ofMillis(300));
        assertThat(used.writtenBytes()).hasValue(4000);
    }

    private void process(
            int pid, int parent, String name, String ticks, int residentKib, int written)
            throws IOException {
        Path folder = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                "%d (%s) S %d 1 1 0 -1 4194560 1 2 3 4 %s 20 0 1 0 99 1000 200\n"
                        .formatted(pid, name, parent, ticks));
        Files.writeString(
                folder.resolve("status"),
                "Name:\tx\nVmHWM:\t  999999 kB\nVmRSS:\t  %d kB\n".formatted(residentKib));
        Files.writeString(
                folder.resolve("io"),
                "wchar: 77\nwrite_bytes: %d\ncancelled_write_bytes: 0\n".formatted(written));
    }
}
