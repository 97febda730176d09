package dev.berth.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ReadRoomTest {
    private static final Duration WAIT = Duration.ofMillis(50);

    private final ReadRoom room = new ReadRoom(64 * 1024);

    @Test
    void who_finds_no_room_is_told_so() throws Exception {
        int taken = room.take(50 * 1024, WAIT);

        assertThatThrownBy(() -> room.take(50 * 1024, WAIT))
                .isInstanceOfSatisfying(
                        UpstreamException.class,
                        refused -> assertThat(refused.reason())
                                .isEqualTo(UpstreamException.Reason.BUSY));
        room.giveBack(taken);
        room.giveBack(room.take(50 * 1024, WAIT));
    }

    @Test
    void what_is_larger_than_all_of_it_takes_all_of_it() throws Exception {
        int taken = room.take(1_000_000, WAIT);

        assertThatThrownBy(() -> room.take(1, WAIT)).isInstanceOf(UpstreamException.class);
        room.giveBack(taken);
        room.giveBack(room.take(1_000_000, WAIT));
    }
}
