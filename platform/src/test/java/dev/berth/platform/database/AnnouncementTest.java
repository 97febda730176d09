package dev.berth.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AnnouncementTest {
    private static final String WRITER = "0123456789abcdef0123456789abcdef";
    private static final int BYTES_MAX = 7_999;

    private final Changes changes = new Changes();

    @Test
    void what_is_sent_is_what_arrives() {
        changes.add("tag", "team/app:v1");
        changes.add("tag", "ümläut\n:\t'%");
        changes.add("policy", "");

        var announcement = Announcement.of(WRITER, 42, changes);

        assertThat(announcement.changes()).hasSize(3);
        assertThat(Announcement.parse(announcement.text())).contains(announcement);
    }

    @Test
    void too_much_for_one_notification_becomes_everything_under_the_topic() {
        for (int i = 0; i < Changes.KEYS_MAX; i++) {
            changes.add("tag", "€".repeat(200) + i);
        }
        changes.add("policy", "p");

        var announcement = Announcement.of(WRITER, 42, changes);

        assertThat(announcement.changes())
                .containsExactly(
                        new Announcement.Change("tag", ""), new Announcement.Change("policy", ""));
    }

    @Test
    void too_many_topics_become_everything() {
        for (int i = 0; i < 500; i++) {
            changes.add("a-topic-with-a-long-name-" + i, "key");
        }

        var announcement = Announcement.of(WRITER, 42, changes);

        assertThat(announcement.changes()).isEqualTo(List.of(new Announcement.Change("", "")));
    }

    @Test
    void a_notification_fits_whatever_the_characters() {
        for (int i = 0; i < 30; i++) {
            changes.add("tag", "€".repeat(80) + i);
        }

        var text = Announcement.of(WRITER, Long.MAX_VALUE / 10, changes).text();

        assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BYTES_MAX);
    }

    @Test
    void a_key_with_the_divider_becomes_everything_under_the_topic() {
        changes.add("tag", "a\u001fb");

        assertThat(Announcement.of(WRITER, 1, changes).changes())
                .containsExactly(new Announcement.Change("tag", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "0123456789abcdef0123456789abcdef",
                "0123456789abcdef0123456789abcdef\u001fx",
                "'; drop table process; --aaaaaaa\u001f1",
                "0123456789abcdef0123456789abcdef\u001f1\u001ftopic",
                "0123456789abcdef0123456789abcdef\u001f99999999999999999999"
            })
    void what_is_not_ours_is_ignored(String text) {
        assertThat(Announcement.parse(text)).isEmpty();
    }
}
