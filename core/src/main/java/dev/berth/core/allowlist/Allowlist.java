package dev.berth.core.allowlist;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Vulnerabilities that are let pass.
///
/// - `items`: ids such as `CVE-2021-44228`, each once, at most 500 of at most 64 characters.
/// - `expiresAt`: seconds since the epoch; none for never.
/// - Both times are [#NEVER] for a list that nobody has written.
public record Allowlist(
        List<String> items, Optional<Long> expiresAt, Instant createdAt, Instant updatedAt) {
    /// How Harbor's clients read that there is no time.
    public static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    public static final Allowlist EMPTY = new Allowlist(List.of(), Optional.empty(), NEVER, NEVER);

    private static final int ITEMS_MAX = 500;
    private static final Pattern ITEM = Pattern.compile("[!-~]{1,64}");

    /// @throws IllegalArgumentException for anything else; the message tells what to write
    public Allowlist {
        items = List.copyOf(items);
        if (items.size() > ITEMS_MAX) {
            throw new IllegalArgumentException(
                    "a CVE allowlist has at most " + ITEMS_MAX + " items");
        }
        for (var item : items) {
            if (!ITEM.matcher(item).matches()) {
                throw new IllegalArgumentException(
                        "a cve_id has 1 to 64 visible characters and no blanks");
            }
        }
        if (new HashSet<>(items).size() < items.size()) {
            throw new IllegalArgumentException("a cve_id stands in the CVE allowlist twice");
        }
    }
}
