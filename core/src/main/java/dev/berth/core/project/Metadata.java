package dev.berth.core.project;

import dev.berth.core.api.ErrorCode;
import dev.berth.core.api.HarborException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What can be said about a project, by name; all values are texts.
///
/// - `true` or `false`: who may pull, and what is to happen at a push or pull. Only `public` has an
///   effect yet, the others are kept for the features that they belong to.
/// - `severity`: from which on a vulnerability counts.
/// - `retention_id` is ours to set, and what begins with `proxy_`, or limits connections to an
///   upstream, is for proxy-cache projects, of which there are none yet.
///
/// Source: Harbor API v2.0, `ProjectMetadata`.
final class Metadata {
    static final String PUBLIC = "public";

    private static final String SEVERITY = "severity";
    private static final String RETENTION = "retention_id";
    private static final Set<String> FLAGS = Set.of(
            PUBLIC,
            "enable_content_trust",
            "enable_content_trust_cosign",
            "prevent_vul",
            "auto_scan",
            "auto_sbom_generation",
            "reuse_sys_cve_allowlist");
    private static final Set<String> SEVERITIES =
            Set.of("none", "low", "medium", "high", "critical");
    private static final Set<String> OF_PROXIES = Set.of(
            "proxy_speed_kb",
            "max_upstream_conn",
            "proxy_cache_local_on_not_found",
            "proxy_referrer_api",
            "proxy_cache_filter_pattern",
            "proxy_cache_filter_kind");

    private Metadata() {}

    /// What was sent with a project: what is unknown, absent or for others is left out, as Harbor
    /// does.
    ///
    /// @throws HarborException for a value that cannot be
    static SequencedMap<String, String> read(@Nullable Map<String, @Nullable String> sent) {
        var read = new LinkedHashMap<String, String>();
        if (sent == null) {
            return read;
        }
        sent.forEach((name, value) -> {
            boolean isKnown =
                    FLAGS.contains(name) || name.equals(SEVERITY) || name.equals(RETENTION);
            if (isKnown && value != null) {
                read.put(name, value(name, value));
            }
        });
        return read;
    }

    /// A single one, which must be known.
    ///
    /// @throws HarborException for a name or a value that cannot be
    static String value(String name, String value) {
        requireKnown(name);
        if (name.equals(PUBLIC)) {
            return oneOf(name, value, Set.of("true", "false"));
        }
        if (FLAGS.contains(name)) {
            return flag(name, value);
        }
        return value.equals("negligible") ? "none" : oneOf(name, value, SEVERITIES);
    }

    /// @throws HarborException for a name that nobody may use
    static void requireKnown(String name) {
        if (name.equals(RETENTION)) {
            throw badRequest("retention_id is set by the registry itself");
        }
        if (OF_PROXIES.contains(name)) {
            throw badRequest(name + " is for proxy-cache projects");
        }
        if (!FLAGS.contains(name) && !name.equals(SEVERITY)) {
            throw badRequest("there is no metadata of this name");
        }
    }

    private static String flag(String name, String value) {
        return switch (value) {
            case "1", "t", "T", "true", "True", "TRUE" -> "true";
            case "0", "f", "F", "false", "False", "FALSE" -> "false";
            default -> throw badRequest(name + " is true or false");
        };
    }

    private static String oneOf(String name, String value, Set<String> values) {
        if (!values.contains(value)) {
            throw badRequest(name + " is one of "
                    + String.join(", ", values.stream().sorted().toList()));
        }
        return value;
    }

    private static HarborException badRequest(String message) {
        return new HarborException(ErrorCode.BAD_REQUEST, message);
    }
}
