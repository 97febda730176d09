package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

@DisplayNameGeneration(ReplaceUnderscores.class)
class BodyMemoryTest {
    private static final int KIB = 1024;

    private final List<ServerLimit> reached = new ArrayList<>();
    private final HttpEvents events = new HttpEvents() {
        @Override
        public void limitReached(ServerLimit limit) {
            reached.add(limit);
        }
    };

    private BodyMemory memory(Duration turnWait) {
        return new BodyMemory(100 * KIB, turnWait, events);
    }

    @Test
    void small_bodies_never_wait() throws Exception {
        var memory = memory(Duration.ZERO);
        int all = memory.take(1_000 * KIB);

        assertThat(memory.take(16 * KIB)).isZero();
        memory.giveBack(all);
    }

    @Test
    void who_finds_no_room_is_told_to_come_back_and_counted() throws Exception {
        var memory = memory(Duration.ZERO);
        int taken = memory.take(90 * KIB);

        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> memory.take(20 * KIB))
                .satisfies(refused ->
                        assertThat(refused.problem()).isInstanceOf(HttpProblem.Unavailable.class));
        assertThat(reached).containsExactly(ServerLimit.BODY_MEMORY);

        memory.giveBack(taken);
        memory.giveBack(memory.take(20 * KIB));
    }

    @Test
    void who_waits_gets_what_another_gives_back() throws Exception {
        var memory = memory(Duration.ofSeconds(60));
        int first = memory.take(90 * KIB);
        var second = new FutureTask<>(() -> memory.take(90 * KIB));
        Thread.startVirtualThread(second);

        memory.giveBack(first);

        assertThat(second.get()).isEqualTo(first);
    }

    @Test
    void a_body_larger_than_all_room_takes_all_of_it() throws Exception {
        var memory = memory(Duration.ZERO);

        int taken = memory.take(4_000 * KIB);

        assertThat(taken).isEqualTo(100);
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> memory.take(17 * KIB));
    }
}
