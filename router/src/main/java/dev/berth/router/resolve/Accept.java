package dev.berth.router.resolve;

import dev.berth.oci.MediaType;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which types of manifest a client takes, without order and parameters; nothing sent means all.
///
/// - `text`: the types in their order, parted by commas; equal for clients that take the same.
/// - Source: RFC 9110 §12.5.1; of weights only `q=0` counts.
public record Accept(String text) {
    public static final Accept ANYTHING = new Accept("*/*");

    /// Every type of manifest, for a digest: it names bytes, whatever the client takes.
    static final Accept MANIFESTS = new Accept(Stream.of(
                    MediaType.DOCKER_LIST,
                    MediaType.DOCKER_MANIFEST,
                    MediaType.OCI_INDEX,
                    MediaType.OCI_MANIFEST)
            .map(MediaType::value)
            .collect(Collectors.joining(",", "", ",*/*")));

    private static final int CHARACTERS_MAX = 2 * 1024;
    private static final int KEPT_MAX = 256;

    /// What clients send again and again, already read. Full, it stays as it is.
    private static final ConcurrentMap<List<String>, Accept> KEPT = new ConcurrentHashMap<>();

    /// Reads the fields of a request. What is too long to be a client's list counts as none.
    public static Accept parse(List<String> fields) {
        if (fields.isEmpty()) {
            return ANYTHING;
        }
        var kept = KEPT.get(fields);
        if (kept != null) {
            return kept;
        }
        var accept = read(fields);
        if (KEPT.size() < KEPT_MAX) {
            KEPT.put(List.copyOf(fields), accept);
        }
        return accept;
    }

    private static Accept read(List<String> fields) {
        var types = new TreeSet<String>();
        for (var each : String.join(",", fields).split(",", -1)) {
            var parts = each.split(";", 2);
            var type = parts[0].strip().toLowerCase(Locale.ROOT);
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0{0,3})?");
            if (!type.isEmpty() && !refused) {
                types.add(type);
            }
        }
        var text = String.join(",", types);
        return types.isEmpty() || text.length() > CHARACTERS_MAX ? ANYTHING : new Accept(text);
    }

    /// Whether an answer of this `Content-Type` will do.
    public boolean takes(String contentType) {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        var family = type.substring(0, type.indexOf('/') + 1) + "*";
        for (var each : text.split(",", -1)) {
            if (each.equals("*/*") || each.equals(type) || each.equals(family)) {
                return true;
            }
        }
        return false;
    }
}
