package dev.berth.platform.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one write tells the other processes: who wrote, which of his writes it was, what it
/// changed.
///
/// On the wire, a notification of at most 8,000 bytes: fields divided by U+001F, in this order:
/// writer, sequence, then topic and key in turns. The empty key means everything under the topic,
/// the empty topic all topics.
record Announcement(String writer, long sequence, List<Change> changes) {
    static final String EVERY_TOPIC = "";

    /// PostgreSQL refuses 8,000 bytes and more; a character of ours is at most 3 bytes in UTF-8.
    private static final int CHARACTERS_MAX = 7_900 / 3;

    private static final String DIVIDER = "\u001f";

    /// As [ChangeFeed] makes them; checked because the answer puts the writer's into SQL.
    private static final Pattern PROCESS = Pattern.compile("[0-9a-f]{32}");

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /// One key, or all of a topic.
    record Change(String topic, String key) {}

    static Announcement of(String writer, long sequence, Changes changes) {
        var all = new ArrayList<Change>();
        changes.forEach((topic, key) ->
                all.add(new Change(topic, key.contains(DIVIDER) ? Changes.EVERYTHING : key)));
        var exact = new Announcement(writer, sequence, all);
        if (exact.text().length() <= CHARACTERS_MAX) {
            return exact;
        }
        var topics = new LinkedHashMap<String, Change>();
        all.forEach(change ->
                topics.put(change.topic(), new Change(change.topic(), Changes.EVERYTHING)));
        var coarse = new Announcement(writer, sequence, List.copyOf(topics.values()));
        return coarse.text().length() <= CHARACTERS_MAX
                ? coarse
                : new Announcement(
                        writer, sequence, List.of(new Change(EVERY_TOPIC, Changes.EVERYTHING)));
    }

    String text() {
        var fields = new ArrayList<String>();
        fields.add(writer);
        fields.add(Long.toString(sequence));
        changes.forEach(change -> {
            fields.add(change.topic());
            fields.add(change.key());
        });
        return String.join(DIVIDER, fields);
    }

    /// Empty if the text is not one of ours.
    static Optional<Announcement> parse(String text) {
        var fields = text.split(DIVIDER, -1);
        if (fields.length < 2
                || fields.length % 2 != 0
                || !PROCESS.matcher(fields[0]).matches()
                || !NUMBER.matcher(fields[1]).matches()) {
            return Optional.empty();
        }
        var changes = new ArrayList<Change>();
        for (int i = 2; i < fields.length; i += 2) {
            changes.add(new Change(fields[i], fields[i + 1]));
        }
        return Optional.of(new Announcement(fields[0], Long.parseLong(fields[1]), changes));
    }
}
