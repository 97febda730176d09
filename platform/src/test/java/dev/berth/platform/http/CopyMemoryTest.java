package dev.berth.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CopyMemoryTest {
    private static final int KIB = 1024;

    private final CopyMemory memory = new CopyMemory(1_000);

    @Test
    void while_there_is_plenty_chunks_are_large_and_several_are_on_their_way() {
        memory.take(999);

        assertThat(memory.chunkBytes()).isEqualTo(64 * KIB);
        assertThat(memory.chunksInFlight()).isEqualTo(4);
        assertThat(memory.allowsAtOnce(64 * KIB)).isTrue();
        assertThat(memory.allowsAtOnce(64 * KIB + 1)).isFalse();
    }

    @Test
    void once_it_is_scarce_chunks_are_small_go_one_by_one_and_are_waited_for() {
        memory.take(1_000);

        assertThat(memory.chunkBytes()).isEqualTo(8 * KIB);
        assertThat(memory.chunksInFlight()).isOne();
        assertThat(memory.allowsAtOnce(1)).isFalse();
    }

    @Test
    void what_is_given_back_can_be_taken_again() {
        memory.take(1_000);
        memory.giveBack(1);

        assertThat(memory.chunkBytes()).isEqualTo(64 * KIB);
    }
}
