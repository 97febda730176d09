package dev.berth.platform.telemetry;

import dev.berth.platform.config.Kind;
import dev.berth.platform.config.Secret;
import dev.berth.platform.config.Setting;
import dev.berth.platform.config.Settings;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// Where traces go, if anywhere.
///
/// - `headers`: fields for the collector, such as its credentials; empty for none.
/// - `sampleRatio`: of requests that begin a trace here, from 0 to 1; a caller's trace is
///   followed as the caller decided.
public record TraceSettings(
        Optional<URI> endpoint, Optional<Secret> headers, double sampleRatio, String serviceName) {
    private static final Setting<Optional<URI>> ENDPOINT = new Setting<>(
            "telemetry.otlp-endpoint",
            Kind.uri("http", "https").optional(),
            "",
            "An OpenTelemetry collector that takes OTLP over HTTP, such as `http://127.0.0.1:4318`; traces are sent to `v1/traces` there.");
    private static final Setting<Optional<Secret>> HEADERS = new Setting<>(
            "telemetry.otlp-headers",
            Kind.secret(),
            "",
            "Header fields for the collector, `name=value` separated by commas.");
    private static final Setting<Double> SAMPLE_RATIO = new Setting<>(
            "telemetry.sample-ratio",
            Kind.of("a number from 0 to 1", TraceSettings::parseRatio),
            "1",
            "The part of the requests without a trace of their caller's that is traced.");
    private static final Setting<String> SERVICE_NAME = new Setting<>(
            "telemetry.service-name",
            Kind.text(),
            "berth",
            "What this process is called in traces.");

    public static TraceSettings from(Settings settings) {
        var read = new TraceSettings(
                settings.value(ENDPOINT),
                settings.value(HEADERS),
                settings.value(SAMPLE_RATIO),
                settings.value(SERVICE_NAME));
        if (read.headers().isPresent() && read.headerFields().isEmpty()) {
            settings.refuse(HEADERS, "write `name=value`, separated by commas");
        }
        return read;
    }

    /// The fields in `headers`; empty if there are none or one of them has no name or
    /// value.
    SequencedMap<String, String> headerFields() {
        var fields = new LinkedHashMap<String, String>();
        for (var field : headers.map(Secret::reveal).orElse("").split(",", -1)) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                return new LinkedHashMap<>();
            }
            fields.put(
                    field.substring(0, equals).strip(),
                    field.substring(equals + 1).strip());
        }
        return fields;
    }

    private static double parseRatio(String text) {
        if (!text.matches("0|1|0?\\.[0-9]{1,9}|1\\.0|0\\.0")) {
            throw new IllegalArgumentException("write a number from 0 to 1, such as 0.05");
        }
        return Double.parseDouble(text);
    }
}
