package dev.berth.platform.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Spans in OTLP over HTTP, batched; sent by a thread of the library, dropped if it cannot
/// keep up.
final class OtlpTracing implements Tracing {
    private static final Duration EXPORT = Duration.ofSeconds(10);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final AttributeKey<Long> STATUS =
            AttributeKey.longKey("http.response.status_code");
    private static final int FAILED = 500;

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    private OtlpTracing(SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider.get("berth");
    }

    static OtlpTracing start(TraceSettings settings, URI endpoint) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString().replaceFirst("/*$", "") + "/v1/traces")
                .setTimeout(EXPORT);
        settings.headerFields().forEach(exporter::addHeader);
        var service =
                Resource.builder().put("service.name", settings.serviceName()).build();
        return new OtlpTracing(SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(service))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampleRatio())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
                .build());
    }

    @Override
    public Span begin(String operation) {
        return begin(operation, Context.root(), "");
    }

    @Override
    public Span begin(String operation, TraceContext caller) {
        var remote = SpanContext.createFromRemoteParent(
                caller.traceId(),
                caller.spanId(),
                caller.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return begin(
                operation,
                Context.root().with(io.opentelemetry.api.trace.Span.wrap(remote)),
                caller.state());
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Span begin(String operation, Context parent, String state) {
        var span = tracer.spanBuilder(operation)
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
        return new OtlpSpan(span, state);
    }

    /// @param state the caller's, passed on as it came: we add nothing to it
    private record OtlpSpan(io.opentelemetry.api.trace.Span span, String state) implements Span {
        @Override
        public Optional<TraceContext> context() {
            var context = span.getSpanContext();
            return Optional.of(new TraceContext(
                    context.getTraceId(), context.getSpanId(), context.isSampled(), state));
        }

        @Override
        public void put(String attribute, String value) {
            span.setAttribute(attribute, value);
        }

        @Override
        public void end(int status) {
            span.setAttribute(STATUS, (long) status);
            if (status >= FAILED) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
