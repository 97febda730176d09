package dev.berth.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// What a registry is trained with before it is packaged: pushes and pulls as clients
/// do them.
///
/// - Blobs go in two requests, in one, or in chunks; each is asked for and pulled, some
///   are mounted; each gets a manifest under a tag of its own, which is asked for and
///   pulled. Lists are read, some tags are deleted.
/// - Any answer but the one expected ends it with status 1: what was trained would be
///   refusals.
///
/// Runs from its source, with a JDK and nothing else. Arguments: the registry's address,
/// and the password of `admin`.
public final class TrainingLoad {
    private static final int IMAGES = 4_000;
    private static final int CLIENTS = 16;
    private static final int SMALL_BYTES = 4 * 1024;
    private static final int LARGE_BYTES = 3 * 1024 * 1024;

    /// One blob in so many is large.
    private static final int LARGE_EVERY = 100;

    private static final String REPOSITORY = "library/train";
    private static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI registry;
    private final String token;

    private TrainingLoad(URI registry, String password) throws IOException, InterruptedException {
        this.registry = registry;
        var login = Base64.getEncoder()
                .encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        var scopes = "&scope=repository:" + REPOSITORY + ":pull,push,delete"
                + "&scope=repository:library/other:pull,push&scope=registry:catalog:*";
        var answer = client.send(
                HttpRequest.newBuilder(registry.resolve("/service/token?service=berth" + scopes))
                        .header("Authorization", "Basic " + login)
                        .build(),
                BodyHandlers.ofString());
        this.token = answer.body().replaceFirst("(?s).*\"token\" *: *\"([^\"]+)\".*", "$1");
    }

    /// Plays the load.
    public static void main(String... arguments)
            throws IOException, InterruptedException, ExecutionException {
        new TrainingLoad(URI.create(arguments[0]), arguments[1]).play();
    }

    private void play() throws IOException, InterruptedException, ExecutionException {
        var config = "{}".getBytes(StandardCharsets.UTF_8);
        pushInTwo(config);
        var next = new AtomicInteger();
        var clients = new ArrayList<Future<?>>();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    for (int image = next.getAndIncrement();
                            image < IMAGES;
                            image = next.getAndIncrement()) {
                        image(image, digest(config));
                    }
                    return null;
                }));
            }
        }
        for (var each : clients) {
            each.get();
        }
    }

    private void image(int number, String config) throws IOException, InterruptedException {
        var layer = new byte[number % LARGE_EVERY == 0 ? LARGE_BYTES : SMALL_BYTES];
        new SplittableRandom(number).nextBytes(layer);
        var digest = digest(layer);
        switch (number % 8) {
            case 0 -> pushInOne(layer);
            case 1 -> pushInChunks(layer);
            default -> pushInTwo(layer);
        }
        send("HEAD", "blobs/" + digest, new byte[0], 200);
        var manifest = manifest(config, digest, layer.length).getBytes(StandardCharsets.UTF_8);
        var tag = "manifests/t" + number;
        send("PUT", tag, manifest, 201);
        for (int i = 0; i < 5; i++) {
            send("HEAD", tag, new byte[0], 200);
            send("GET", tag, new byte[0], 200);
        }
        send("GET", "manifests/" + digest(manifest), new byte[0], 200);
        send("GET", "blobs/" + digest, new byte[0], 200);
        switch (number % 16) {
            case 0 -> send("GET", "tags/list?n=100", new byte[0], 200);
            case 4 -> send("GET", "referrers/" + digest(manifest), new byte[0], 200);
            case 8 -> send("DELETE", tag, new byte[0], 202);
            case 12 ->
                send(
                        request(
                                "POST",
                                "/v2/library/other/blobs/uploads/?mount=" + digest + "&from="
                                        + REPOSITORY,
                                new byte[0]),
                        201);
            default -> {}
        }
    }

    private void pushInTwo(byte[] blob) throws IOException, InterruptedException {
        finish(open(), blob, digest(blob));
    }

    private void pushInOne(byte[] blob) throws IOException, InterruptedException {
        send("POST", "blobs/uploads/?digest=" + digest(blob), blob, 201);
    }

    private void pushInChunks(byte[] blob) throws IOException, InterruptedException {
        var sent = send(request("PATCH", open(), blob), 202);
        finish(location(sent), new byte[0], digest(blob));
    }

    private String open() throws IOException, InterruptedException {
        return location(send("POST", "blobs/uploads/", new byte[0], 202));
    }

    private void finish(String upload, byte[] rest, String digest)
            throws IOException, InterruptedException {
        send(request("PUT", upload + "?digest=" + digest, rest), 201);
    }

    private static String location(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, int expected)
            throws IOException, InterruptedException {
        return send(request(method, "/v2/" + REPOSITORY + "/" + path, body), expected);
    }

    private HttpRequest request(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(registry.resolve(path))
                .method(method, BodyPublishers.ofByteArray(body))
                .header("Authorization", "Bearer " + token)
                .header(
                        "Content-Type",
                        path.contains("/manifests/") ? MEDIA_TYPE : "application/octet-stream")
                .build();
    }

    private HttpResponse<byte[]> send(HttpRequest request, int expected)
            throws IOException, InterruptedException {
        var answer = client.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != expected) {
            throw new IOException("%s %s: %d %s"
                    .formatted(
                            request.method(),
                            request.uri(),
                            answer.statusCode(),
                            new String(answer.body(), StandardCharsets.UTF_8)));
        }
        return answer;
    }

    private static String manifest(String config, String layer, int bytes) {
        return """
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},\
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",\
                "digest":"%s","size":%d}]}""".formatted(MEDIA_TYPE, config, layer, bytes);
    }

    private static String digest(byte[] bytes) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
