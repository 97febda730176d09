package dev.berth.platform.config;

import java.util.List;

/// What a source says about one setting.
///
/// - `texts`: one, unless the file has a sequence.
/// - `origin`: where a user finds it, such as `berth.yaml:12` or `BERTH_HTTP_LISTEN`.
record Given(List<String> texts, boolean sequence, String origin) {
    Given {
        texts = List.copyOf(texts);
    }

    static Given scalar(String text, String origin) {
        return new Given(List.of(text), false, origin);
    }

    boolean isEmpty() {
        return !sequence && texts.getFirst().isEmpty();
    }

    /// As a user would write it on one line.
    String text() {
        return String.join(", ", texts);
    }

    <T> T parse(Kind<T> kind) {
        return sequence ? kind.read().apply(texts) : Setting.parse(kind, texts.getFirst());
    }
}
