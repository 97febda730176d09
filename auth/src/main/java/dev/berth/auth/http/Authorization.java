package dev.berth.auth.http;

import dev.berth.platform.config.Secret;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// The `Authorization` field of a request, read.
///
/// - Basic: at most 255 characters of name and 1024 of password, in UTF-8. Bearer: at most 16 KiB.
/// - Source: RFC 9110 §11.6.2, RFC 7617, RFC 6750 §2.1.
public sealed interface Authorization {
    int FIELD_CHARACTERS_MAX = 16 * 1024;
    int NAME_CHARACTERS_MAX = 255;
    int PASSWORD_CHARACTERS_MAX = 1024;

    /// Nothing was sent.
    record None() implements Authorization {}

    record Basic(String name, Secret password) implements Authorization {}

    /// Some text, not empty; whoever opens it says whether it is a token.
    record Bearer(Secret token) implements Authorization {}

    /// Something was sent by which nobody can be recognised.
    record Unusable() implements Authorization {}

    /// Reads all `Authorization` fields of a request: more than one says nothing.
    static Authorization parse(List<String> fields) {
        if (fields.isEmpty()) {
            return new None();
        }
        return fields.size() == 1 ? parse(fields.getFirst()) : new Unusable();
    }

    static Authorization parse(String field) {
        int space = field.indexOf(' ');
        if (space < 0 || field.length() > FIELD_CHARACTERS_MAX) {
            return new Unusable();
        }
        var credentials = trimmed(field, space);
        if (isScheme("Bearer", field, space)) {
            return credentials.isEmpty() ? new Unusable() : new Bearer(Secret.of(credentials));
        }
        return isScheme("Basic", field, space) ? parseBasic(credentials) : new Unusable();
    }

    private static boolean isScheme(String scheme, String field, int length) {
        return scheme.length() == length && field.regionMatches(true, 0, scheme, 0, length);
    }

    /// What stands between the spaces, copied once: a token is long, and comes with each request.
    private static String trimmed(String field, int from) {
        int start = from;
        int end = field.length();
        while (start < end && field.charAt(start) == ' ') {
            start++;
        }
        while (end > start && field.charAt(end - 1) == ' ') {
            end--;
        }
        return field.substring(start, end);
    }

    private static Authorization parseBasic(String credentials) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(credentials));
            var text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            int colon = text.indexOf(':');
            boolean isUsable = colon > 0
                    && colon <= NAME_CHARACTERS_MAX
                    && text.length() - colon - 1 <= PASSWORD_CHARACTERS_MAX
                    && text.chars().noneMatch(Character::isISOControl);
            return isUsable
                    ? new Basic(text.substring(0, colon), Secret.of(text.substring(colon + 1)))
                    : new Unusable();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Unusable();
        }
    }
}
