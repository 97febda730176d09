package dev.berth.bench.http;

import java.util.Optional;

/// A complete answer.
///
/// @param head status line and headers as they came, each line ending with CR LF
/// @param body as text
public record Answer(int status, String head, String body) {

    /// The first header of that name, in any case; empty if there is none.
    public Optional<String> header(String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
