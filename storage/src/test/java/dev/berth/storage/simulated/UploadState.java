package dev.berth.storage.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/// What is known of a staged upload: one object for each append, none ever changed.
///
/// - `number` counts the appends from 0.
/// - `parts` are keys of objects large enough to be parts of a blob; they have `partBytes`.
/// - `tail` is the key of an object with the last `tailBytes`, fewer than a part; empty if
///   none.
record UploadState(int number, List<String> parts, long partBytes, String tail, int tailBytes) {
    static final UploadState EMPTY = new UploadState(0, List.of(), 0, "", 0);

    UploadState {
        parts = List.copyOf(parts);
    }

    static UploadState parse(byte[] text) {
        var lines = List.of(new String(text, UTF_8).split("\n", -1));
        return new UploadState(
                Integer.parseInt(lines.get(0)),
                lines.subList(4, lines.size()),
                Long.parseLong(lines.get(1)),
                lines.get(2),
                Integer.parseInt(lines.get(3)));
    }

    byte[] render() {
        var lines = new ArrayList<String>();
        lines.add(Integer.toString(number));
        lines.add(Long.toString(partBytes));
        lines.add(tail);
        lines.add(Integer.toString(tailBytes));
        lines.addAll(parts);
        return String.join("\n", lines).getBytes(UTF_8);
    }

    long size() {
        return partBytes + tailBytes;
    }

    /// The keys of all bytes, in order.
    List<String> keys() {
        var keys = new ArrayList<>(parts);
        if (!tail.isEmpty()) {
            keys.add(tail);
        }
        return keys;
    }
}
