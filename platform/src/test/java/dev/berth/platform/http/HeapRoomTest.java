package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.platform.waiting.Waits;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

@DisplayNameGeneration(ReplaceUnderscores.class)
class HeapRoomTest {
    private static final int KIB = 1024;

    private final List<ServerLimit> reached = new ArrayList<>();
    private final HttpEvents events = new HttpEvents() {
        @Override
        public void limitReached(ServerLimit limit) {
            reached.add(limit);
        }
    };

    private HeapRoom room(Duration turnWait) {
        return new HeapRoom(100 * KIB, 16 * KIB, turnWait, ServerLimit.BODY_MEMORY, events);
    }

    @Test
    void what_is_small_never_waits() throws Exception {
        var room = room(Duration.ZERO);
        int all = room.take(1_000 * KIB);

        assertThat(room.take(16 * KIB)).isZero();
        room.giveBack(all);
    }

    @Test
    void a_turn_is_for_those_who_may_wait() throws Exception {
        var patient = room(Duration.ofSeconds(60));

        assertThat(Waits.without(() -> patient.take(16 * KIB))).contains(0);
        assertThat(Waits.without(() -> patient.take(20 * KIB))).isEmpty();
        assertThat(Waits.without(() -> room(Duration.ZERO).take(20 * KIB))).isPresent();
    }

    @Test
    void who_finds_no_room_is_told_to_come_back_and_counted() throws Exception {
        var room = room(Duration.ZERO);
        int taken = room.take(90 * KIB);

        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> room.take(20 * KIB))
                .satisfies(refused ->
                        assertThat(refused.problem()).isInstanceOf(HttpProblem.Unavailable.class));
        assertThat(reached).containsExactly(ServerLimit.BODY_MEMORY);

        room.giveBack(taken);
        room.giveBack(room.take(20 * KIB));
    }

    @Test
    void who_waits_gets_what_another_gives_back() throws Exception {
        var room = room(Duration.ofSeconds(60));
        int first = room.take(90 * KIB);
        var second = new FutureTask<>(() -> room.take(90 * KIB));
        Thread.startVirtualThread(second);

        room.giveBack(first);

        assertThat(second.get()).isEqualTo(first);
    }

    @Test
    void what_is_larger_than_all_room_takes_all_of_it() throws Exception {
        var room = room(Duration.ZERO);

        int taken = room.take(4_000 * KIB);

        assertThat(taken).isEqualTo(100);
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> room.take(17 * KIB));
    }
}
