package dev.berth.router;

import com.sun.net.httpserver.HttpExchange;

import dev.berth.oci.Digest;
import dev.berth.router.MockHarbor.Content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A proxy-cache project of [MockHarbor] and the knobs of it.
final class MockProject {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final String INDEX = "application/vnd.oci.image.index.v1+json";

    /// Between the last byte of a body that is cut and the end of its connection.
    private static final Duration CUT_DELAY = Duration.ofMillis(300);

    private static final Duration DRIP_DELAY = Duration.ofMillis(100);

    private static final long ENDLESS_BYTES = 1024L * 1024 * 1024;
    private static final int ENDLESS_PIECE_BYTES = 64 * 1024;

    private final String name;
    private final int registry;
    private final String registryType;
    private final Map<String, Content> contents = new ConcurrentHashMap<>();
    private final Map<String, Content> indexes = new ConcurrentHashMap<>();
    volatile boolean open;

    /// Whether Harbor reaches the registry behind it.
    volatile boolean healthy = true;

    /// Whether it is a proxy cache.
    volatile boolean proxy = true;
    volatile int status;
    volatile String retryAfter = "";
    volatile Duration latency = Duration.ZERO;
    volatile byte[] lie = new byte[0];
    volatile int cutAfter = -1;
    volatile String redirect = "";
    volatile String link = "";

    /// Whether manifests that it tells of by HEAD are not there by GET.
    volatile boolean boasts;

    /// Whether bodies come byte by byte.
    volatile boolean drips;

    /// Whether what is got is a gibibyte whose length nobody is told.
    volatile boolean endless;

    /// What was written of such a one.
    final AtomicLong endlessBytes = new AtomicLong();

    /// Characters more of a list's first tag.
    volatile int pad;

    /// Bodies that are being written now.
    final AtomicInteger streaming = new AtomicInteger();

    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile CountDownLatch blobGate = new CountDownLatch(0);

    MockProject(String name, int registry, String registryType) {
        this.name = name;
        this.registry = registry;
        this.registryType = registryType;
    }

    String json() {
        return "{\"name\":\"%s\",\"registry_id\":%s,\"metadata\":{\"public\":\"%s\"}}"
                .formatted(name, proxy ? Integer.toString(registry) : "null", open);
    }

    String registryJson() {
        return "{\"id\":%d,\"type\":\"%s\",\"url\":\"https://%s.example\",\"status\":\"%s\"}"
                .formatted(registry, registryType, name, healthy ? "healthy" : "unhealthy");
    }

    String repositoriesJson() {
        return contents.keySet().stream()
                .filter(path -> path.contains("/manifests/"))
                .map(path -> path.substring(0, path.indexOf("/manifests/")))
                .distinct()
                .map(repository -> "{\"name\":\"%s/%s\"}".formatted(name, repository))
                .collect(Collectors.joining(",", "[", "]"));
    }

    /// Answers nobody until it is opened again.
    void hang() {
        gate = new CountDownLatch(1);
    }

    /// Gives nobody a blob, though it tells who has it, until it is released.
    void hangBlobs() {
        blobGate = new CountDownLatch(1);
    }

    void release() {
        gate.countDown();
        blobGate.countDown();
    }

    /// Has an image of one layer under a tag.
    Content image(String repository, String tag, String layer) {
        var blob = blob(repository, layer.getBytes(StandardCharsets.UTF_8));
        var config = blob(repository, "{}".getBytes(StandardCharsets.UTF_8));
        var json = """
            {"schemaVersion":2,"mediaType":"%s",\
            "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},\
            "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":%d}]}\
            """.formatted(MANIFEST, config.digest(), blob.digest(), blob.bytes().length);
        return manifest(repository, tag, MANIFEST, json);
    }

    Content manifest(String repository, String tag, String type, String json) {
        var content = new Content(type, json.getBytes(StandardCharsets.UTF_8));
        contents.put(repository + "/manifests/" + tag, content);
        contents.put(repository + "/manifests/" + content.digest(), content);
        return content;
    }

    /// The same tag, for clients that take an index.
    Content index(String repository, String tag) {
        var json = "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[]}".formatted(INDEX);
        var content = new Content(INDEX, json.getBytes(StandardCharsets.UTF_8));
        indexes.put(repository + "/manifests/" + tag, content);
        return content;
    }

    /// Says this of what refers to a manifest, whether it has that or not, as Harbor does.
    void referrers(String repository, Digest manifest, String json) {
        contents.put(
                repository + "/referrers/" + manifest,
                new Content(INDEX, json.getBytes(StandardCharsets.UTF_8)));
    }

    Content blob(String repository, byte[] bytes) {
        var content = new Content("application/octet-stream", bytes);
        contents.put(repository + "/blobs/" + content.digest(), content);
        return content;
    }

    void remove(String path) {
        contents.remove(path);
    }

    void answer(HttpExchange exchange, String path) throws IOException, InterruptedException {
        streaming.incrementAndGet();
        try {
            respond(exchange, path);
        } finally {
            streaming.decrementAndGet();
        }
    }

    private void respond(HttpExchange exchange, String path)
            throws IOException, InterruptedException {
        gate.await();
        if (path.contains("/blobs/") && exchange.getRequestMethod().equals("GET")) {
            blobGate.await();
        }
        TimeUnit.MILLISECONDS.sleep(latency.toMillis());
        if (status != 0) {
            if (!retryAfter.isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            MockHarbor.send(exchange, status, "{}");
        } else if (path.endsWith("/tags/list")) {
            tags(exchange, path.substring(0, path.length() - "/tags/list".length()));
        } else {
            content(exchange, path);
        }
    }

    private void tags(HttpExchange exchange, String repository) throws IOException {
        var tags = new TreeMap<String, String>();
        var start = repository + "/manifests/";
        contents.keySet().stream()
                .filter(path -> path.startsWith(start) && path.indexOf(':') < 0)
                .forEach(path -> tags.put(path.substring(start.length()), ""));
        if (tags.isEmpty()) {
            MockHarbor.send(exchange, 404, "{}");
            return;
        }
        if (!link.isEmpty()) {
            exchange.getResponseHeaders().set("Link", link);
        }
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        var list = String.join("\",\"", tags.keySet()) + "-".repeat(pad);
        MockHarbor.send(
                exchange,
                200,
                "{\"name\":\"%s/%s\",\"tags\":[\"%s\"]}".formatted(name, repository, list));
    }

    private void content(HttpExchange exchange, String path)
            throws IOException, InterruptedException {
        var accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
        boolean wantsIndex = accept.stream().anyMatch(types -> types.contains(INDEX))
                && accept.stream().noneMatch(types -> types.contains(MANIFEST));
        var found =
                wantsIndex ? indexes.getOrDefault(path, contents.get(path)) : contents.get(path);
        boolean boasted = boasts
                && path.contains("/manifests/")
                && exchange.getRequestMethod().equals("GET");
        if (found == null || boasted) {
            MockHarbor.send(exchange, 404, "{}");
        } else {
            send(exchange, path, found);
        }
    }

    private void send(HttpExchange exchange, String path, Content found)
            throws IOException, InterruptedException {
        var fields = exchange.getResponseHeaders();
        var digest = found.digest().toString();
        if (!redirect.isEmpty() && path.contains("/blobs/")) {
            fields.set("Location", redirect);
            MockHarbor.send(exchange, 307, new byte[0]);
            return;
        }
        fields.set("Content-Type", found.type());
        fields.set("Docker-Content-Digest", digest);
        fields.set("ETag", '"' + digest + '"');
        var range = exchange.getRequestHeaders().getFirst("Range");
        if (('"' + digest + '"').equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            MockHarbor.send(exchange, 304, new byte[0]);
        } else if (range != null) {
            var bounds = range.substring("bytes=".length()).split("-", -1);
            int from = Integer.parseInt(bounds[0]);
            int to = bounds[1].isEmpty() ? found.bytes().length - 1 : Integer.parseInt(bounds[1]);
            fields.set("Content-Range", "bytes %d-%d/%d".formatted(from, to, found.bytes().length));
            MockHarbor.send(exchange, 206, found.slice(from, to + 1));
        } else if (drips && exchange.getRequestMethod().equals("GET")) {
            exchange.sendResponseHeaders(200, found.bytes().length);
            for (byte each : found.bytes()) {
                exchange.getResponseBody().write(each);
                exchange.getResponseBody().flush();
                TimeUnit.MILLISECONDS.sleep(DRIP_DELAY.toMillis());
            }
        } else if (endless && exchange.getRequestMethod().equals("GET")) {
            exchange.sendResponseHeaders(200, 0);
            var piece = new byte[ENDLESS_PIECE_BYTES];
            while (endlessBytes.get() < ENDLESS_BYTES) {
                exchange.getResponseBody().write(piece);
                endlessBytes.addAndGet(piece.length);
            }
        } else if (cutAfter >= 0 && exchange.getRequestMethod().equals("GET")) {
            exchange.sendResponseHeaders(200, found.bytes().length);
            exchange.getResponseBody().write(found.bytes(), 0, cutAfter);
            exchange.getResponseBody().flush();
            TimeUnit.MILLISECONDS.sleep(CUT_DELAY.toMillis());
        } else {
            MockHarbor.send(exchange, 200, lie.length > 0 ? lie : found.bytes());
        }
    }
}
