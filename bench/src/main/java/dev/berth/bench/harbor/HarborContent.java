package dev.berth.bench.harbor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.bench.content.Manifest;
import dev.berth.bench.content.RandomBlob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What exists in the mock, and how it is answered.
///
/// - Tokens, lists and `/v2/` are answered as Harbor answers them.
/// - A layer that was made with [#blob] is a file; any other digest of an image that exists is a
///   kilobyte.
/// - For one thread, but [#blob], [#set] and [#counts].
final class HarborContent {
    private static final int KEPT_MAX = 4096;
    private static final int LAYERS = 5;
    private static final int SMALL_BLOB_BYTES = 1024;
    private static final String SMALL_BLOB = "x".repeat(SMALL_BLOB_BYTES);
    private static final String CHALLENGE = "WWW-Authenticate: Basic realm=\"mock\"\r\n";
    private static final String ROBOT = Accounts.ROBOT.basic();
    private static final String READER = Accounts.READER.basic();

    private final Path folder;
    private final Tally tally = new Tally();
    private final Map<String, String> manifests = new Recent<>();
    private final Map<String, Reply> hot = new Recent<>();
    private volatile Knobs knobs = Knobs.DEFAULT;
    private Knobs hotFor = knobs;

    HarborContent(Path folder) {
        this.folder = folder;
    }

    /// The entries that were used last.
    private static final class Recent<V> extends LinkedHashMap<String, V> {
        private static final long serialVersionUID = 1;

        Recent() {
            super(KEPT_MAX, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > KEPT_MAX;
        }
    }

    Knobs knobs() {
        return knobs;
    }

    /// Behaves otherwise from now on, and counts from zero.
    void set(Knobs other) {
        knobs = other;
        tally.reset();
    }

    Counts counts() {
        return tally.counts();
    }

    void connected() {
        tally.connected();
    }

    /// Makes a layer of that length, which every image then has.
    ///
    /// @return its digest
    String blob(long length) throws IOException {
        var blob = RandomBlob.of(length, 0, length);
        Path file = folder.resolve(blob.digest());
        if (!Files.exists(file)) {
            try (var out = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                blob.writeTo(out);
            }
        }
        return blob.digest();
    }

    /// Answers at once, but for the latency of what [#isContent] names.
    Reply answer(Asked asked) throws IOException {
        String path = asked.path();
        return switch (path) {
            case "/v2/" -> ping(asked);
            case "/api/v2.0/projects" -> list(asked, HarborContent::project);
            case "/api/v2.0/registries" -> list(asked, HarborContent::registry);
            case "/api/v2.0/systeminfo" ->
                Reply.json(200, asked.head(), "{\"harbor_version\":\"v2.14.0\"}");
            case "/service/token" -> token(asked);
            default -> isContent(path) ? content(asked, path) : absent(asked);
        };
    }

    static boolean isContent(String path) {
        return path.startsWith("/v2/p");
    }

    private static Reply ping(Asked asked) {
        return asked.authorization().equals(ROBOT)
                ? Reply.json(200, asked.head(), "{}")
                : Reply.text(401, asked.head(), "application/json", CHALLENGE, "{}");
    }

    @FunctionalInterface
    private interface Row {
        String json(int number);
    }

    private Reply list(Asked asked, Row row) {
        if (!asked.authorization().equals(ROBOT)) {
            return Reply.json(401, asked.head(), "{}");
        }
        boolean first = parameters(asked.query(), "page").allMatch("1"::equals);
        String rows = IntStream.range(0, first ? knobs.projects() : 0)
                .mapToObj(row::json)
                .collect(Collectors.joining(",", "[", "]"));
        return Reply.json(200, asked.head(), rows);
    }

    private static String project(int number) {
        return "{\"name\":\"%s\",\"registry_id\":%d,\"metadata\":{\"public\":\"false\"}}"
                .formatted(Knobs.project(number), number + 1);
    }

    private static String registry(int number) {
        return "{\"id\":%d,\"type\":\"docker-registry\",\"url\":\"https://%s.example\"}"
                .formatted(number + 1, Knobs.project(number));
    }

    private Reply token(Asked asked) {
        tally.token();
        if (!asked.authorization().equals(READER) && !asked.authorization().equals(ROBOT)) {
            return Reply.json(401, asked.head(), "{}");
        }
        String access = parameters(asked.query(), "scope")
                .map(scope -> scope.split(":", -1)[1])
                .map("{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[\"pull\"]}"::formatted)
                .collect(Collectors.joining(",", "{\"access\":[", "]}"));
        String claims =
                Base64.getUrlEncoder().withoutPadding().encodeToString(access.getBytes(UTF_8));
        return Reply.json(200, asked.head(), "{\"token\":\"e30.%s.c2ln\"}".formatted(claims));
    }

    private static Stream<String> parameters(String query, String name) {
        return Stream.of(query.split("&", -1))
                .filter(part -> part.startsWith(name + "="))
                .map(part -> part.substring(name.length() + 1));
    }

    private Reply content(Asked asked, String path) throws IOException {
        boolean manifest = path.contains("/manifests/");
        if (manifest) {
            tally.manifest();
        } else {
            tally.blob();
        }
        if (!asked.authorization().equals(ROBOT)) {
            return Reply.json(401, asked.head(), "{}");
        }
        Knobs now = knobs;
        int project = project(path);
        if (project == now.faulty() && now.fault() != Knobs.Fault.NONE) {
            return faulty(asked, now.fault());
        }
        if (project >= now.projects()) {
            return absent(asked);
        }
        String rest = path.substring("/v2/p00/".length());
        if (!rest.startsWith(Knobs.imagesOf(project) + "/")) {
            if (manifest) {
                tally.absent();
            }
            return absent(asked);
        }
        return manifest ? manifest(asked, rest, now) : blob(asked, rest);
    }

    private static int project(String path) {
        int number = Character.digit(path.charAt(5), 10) * 10 + Character.digit(path.charAt(6), 10);
        return path.length() > 8 && path.charAt(7) == '/' && number >= 0
                ? number
                : Integer.MAX_VALUE;
    }

    private static Reply faulty(Asked asked, Knobs.Fault fault) {
        return switch (fault) {
            case HANG -> new Reply.Never();
            case RESET -> new Reply.Hangup();
            case STATUS, NONE -> Reply.json(500, asked.head(), "{}");
        };
    }

    private static Reply absent(Asked asked) {
        return Reply.json(404, asked.head(), "{\"errors\":[{\"code\":\"NAME_UNKNOWN\"}]}");
    }

    private Reply manifest(Asked asked, String rest, Knobs now) {
        if (!now.equals(hotFor)) {
            hot.clear();
            hotFor = now;
        }
        String key = (asked.head() ? "H" : "G") + rest;
        Reply known = hot.get(key);
        if (known == null) {
            known = made(asked, rest, now);
            hot.put(key, known);
        }
        return known;
    }

    private Reply made(Asked asked, String rest, Knobs now) {
        int at = rest.indexOf("/manifests/");
        String reference = rest.substring(at + "/manifests/".length());
        boolean byDigest = reference.startsWith("sha256:");
        String json =
                byDigest ? manifests.get(reference) : json(rest.substring(0, at), reference, now);
        if (json == null) {
            return absent(asked);
        }
        String digest = byDigest ? reference : digest(json);
        manifests.put(digest, json);
        String fields = "Docker-Content-Digest: %1$s\r\nETag: \"%1$s\"\r\n".formatted(digest);
        return Reply.text(200, asked.head(), Manifest.MEDIA_TYPE, fields, json);
    }

    /// An image of some layers, made longer by an annotation.
    private static String json(String image, String tag, Knobs now) {
        String layers = IntStream.range(0, LAYERS)
                .mapToObj(number -> descriptor("layer.v1.tar+gzip", image + number))
                .collect(Collectors.joining(","));
        String start = """
            {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s],\
            "annotations":{"dev.berth.bench.tag":"%s","dev.berth.bench.rest":\"\
            """.formatted(
                        Manifest.MEDIA_TYPE, descriptor("config.v1+json", image), layers, tag);
        return start + "x".repeat(Math.max(0, now.manifestBytes() - start.length())) + "\"}}";
    }

    private static String descriptor(String type, String text) {
        return "{\"mediaType\":\"application/vnd.oci.image.%s\",\"digest\":\"%s\",\"size\":%d}"
                .formatted(type, digest(text), SMALL_BLOB_BYTES);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Reply blob(Asked asked, String rest) throws IOException {
        String digest = rest.substring(rest.lastIndexOf('/') + 1);
        String fields = "Docker-Content-Digest: %s\r\n".formatted(digest);
        String type = "application/octet-stream";
        Path file = folder.resolve(digest);
        if (!Files.exists(file)) {
            return Reply.text(200, asked.head(), type, fields, SMALL_BLOB);
        }
        long length = Files.size(file);
        byte[] head = Reply.head(200, type, fields, length);
        return asked.head() ? new Reply.Bytes(head) : new Reply.OfFile(head, file, length);
    }
}
