package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PipeTest {
    /// Pipes are the native transport's.
    @BeforeAll
    static void loadTransport() {
        Epoll.ensureAvailability();
    }

    @Test
    void there_are_so_many_and_those_that_are_closed_make_room() throws IOException {
        var pipes = new ArrayList<Pipe>();
        try {
            for (var pipe = Pipe.open(); pipe.isPresent(); pipe = Pipe.open()) {
                pipes.add(pipe.get());
            }
            assertThat(pipes).hasSize(Pipe.PIPES_MAX);

            pipes.getFirst().close();
            pipes.getFirst().close();
            var next = Pipe.open();

            assertThat(next).isPresent();
            pipes.add(next.get());
            assertThat(Pipe.open()).isEmpty();
        } finally {
            for (var pipe : pipes) {
                pipe.close();
            }
        }
    }
}
