package dev.berth.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources();

    @Test
    void the_last_opened_is_closed_first_and_once() throws IOException {
        resources.add(() -> closed.add("database"));
        resources.add(() -> closed.add("server"));

        resources.close();
        resources.close();

        assertThat(closed).containsExactly("server", "database");
    }

    @Test
    void all_are_closed_though_some_fail_and_the_first_failure_is_thrown() throws IOException {
        resources.add(() -> closed.add("database"));
        resources.add(() -> {
            throw new IllegalStateException("store");
        });
        resources.add(() -> {
            throw new IOException("server");
        });

        assertThatThrownBy(resources::close)
                .isInstanceOf(IOException.class)
                .hasMessage("server")
                .satisfies(e ->
                        assertThat(e.getSuppressed()).singleElement().asString().contains("store"));
        assertThat(closed).containsExactly("database");
    }

    @Test
    void a_checked_failure_of_another_kind_becomes_an_io_failure() throws IOException {
        resources.add(() -> {
            throw new Exception("odd");
        });

        assertThatThrownBy(resources::close)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("odd");
    }

    @Test
    void an_interrupt_while_closing_is_kept_and_the_rest_is_closed() throws IOException {
        resources.add(() -> closed.add("database"));
        resources.add(() -> {
            throw new InterruptedException("server");
        });

        assertThatThrownBy(resources::close).isInstanceOf(IOException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(closed).containsExactly("database");
    }

    @Test
    void what_is_opened_after_closing_is_closed_at_once() throws IOException {
        resources.close();

        assertThatThrownBy(() -> resources.add(() -> closed.add("late")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("late");
    }
}
