package dev.berth.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AuditCountsTest {
    private final AuditCounts counts = new AuditCounts();

    /// After which numbers was counted.
    private final List<Long> askedAfter = new ArrayList<>();

    /// The numbers of entries that the filter finds.
    private final List<Long> found = new ArrayList<>(List.of(2L, 4L, 6L));

    /// When the first entry happened.
    private long started = 100;

    @Test
    void what_was_counted_is_not_counted_again() {
        assertThat(count("pull", 6, 6)).isEqualTo(3);
        found.add(8L);
        assertThat(count("pull", 8, 8)).isEqualTo(4);
        assertThat(count("pull", 8, 8)).isEqualTo(4);

        assertThat(askedAfter).containsExactly(0L, 6L, 8L);
    }

    @Test
    void each_filter_has_its_own_count() {
        assertThat(count("pull", 6, 6)).isEqualTo(3);
        found.clear();
        assertThat(count("push", 6, 6)).isZero();
        assertThat(count("pull", 6, 6)).isEqualTo(3);
    }

    @Test
    void when_entries_have_gone_all_are_counted_again() {
        assertThat(count("pull", 6, 6)).isEqualTo(3);
        found.remove(2L);

        assertThat(count("pull", 6, 5)).isEqualTo(2);
        assertThat(askedAfter).containsExactly(0L, 0L);
    }

    @Test
    void an_older_snapshot_than_the_one_that_was_counted_is_counted_anew() {
        assertThat(count("pull", 6, 6)).isEqualTo(3);
        found.remove(6L);

        assertThat(count("pull", 5, 5)).isEqualTo(2);
    }

    @Test
    void filters_that_nobody_uses_are_forgotten() {
        count("first", 6, 6);
        for (int i = 0; i < AuditCounts.REMEMBERED_MAX; i++) {
            count("filter " + i, 6, 6);
        }
        askedAfter.clear();

        count("first", 6, 6);

        assertThat(askedAfter).containsExactly(0L);
    }

    @Test
    void on_a_standby_that_lacks_the_last_entries_all_are_counted_again() {
        assertThat(count("pull", 6, 6)).isEqualTo(3);
        found.remove(6L);
        started = 500;

        assertThat(count("pull", 7, 7)).isEqualTo(2);
        assertThat(count("pull", 7, 7)).isEqualTo(2);
        assertThat(askedAfter).containsExactly(0L, 6L, 0L, 7L);
    }

    private long count(String filter, long lastId, long total) {
        return counts.count(filter, new AuditCounts.State(lastId, total, at(lastId)), upTo -> {
            askedAfter.add(upTo);
            return new AuditCounts.Later(found.stream().filter(id -> id > upTo).count(), at(upTo));
        });
    }

    private long at(long id) {
        return id == 0 ? 0 : started + id;
    }
}
