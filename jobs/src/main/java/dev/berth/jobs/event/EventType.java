package dev.berth.jobs.event;

import java.util.regex.Pattern;

/// A kind of event: a fact that others may want to know.
///
/// - `name`: lower-case words with hyphens, in the past tense, such as `user-added`. It is in the
///   database and never changes its meaning.
/// - `what`: a record of texts, numbers and lists of them. Fields may be added: who reads an older
///   event finds nothing, 0 or false there. No secrets.
public record EventType<E extends Record>(String name, Class<E> what) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    public EventType {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "an event's name is lower-case words with hyphens, not `" + name + "`");
        }
    }
}
