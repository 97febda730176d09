package dev.berth.oci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.oci.Manifest.ImageIndex;
import dev.berth.oci.Manifest.ImageManifest;
import dev.berth.oci.Manifest.OtherManifest;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Reads the facts out of a manifest's bytes in one pass.
///
/// *How it works.* A streaming parser walks the object; the fields of the specification
/// become facts, all others are skipped without being kept. The media type decides the shape
/// before the first byte is read, so a text that could pass for two shapes is refused instead
/// of understood differently by the next reader (GHSA-qq97-vm5h-rrhg): an image has no
/// `manifests`, an index no `layers`, a key stands once, and no key differs from one of ours
/// in case only, because clients written in Go would take it for ours. Bounds: nesting,
/// tokens, length of names and numbers, number of descriptors. So neither stack nor heap
/// depend on more than the length of the bytes.
final class ManifestReader {
    private static final int DEPTH_MAX = 32;
    private static final int TOKENS_MAX = 250_000;
    private static final int TEXTS_MAX = 50_000;
    private static final int NAME_LENGTH_MAX = 4_096;
    private static final int NUMBER_LENGTH_MAX = 64;
    private static final int REASON_LENGTH_MAX = 300;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxTokenCount(TOKENS_MAX)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .maxNumberLength(NUMBER_LENGTH_MAX)
                    // A string cannot be longer than the bytes, which the caller has limited.
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Set<String> MANIFEST_FIELDS = fields(
            "schemaVersion",
            "mediaType",
            "artifactType",
            "config",
            "layers",
            "manifests",
            "subject",
            "annotations");
    private static final Set<String> DESCRIPTOR_FIELDS = fields(
            "mediaType",
            "digest",
            "size",
            "urls",
            "annotations",
            "data",
            "platform",
            "artifactType");

    private final JsonParser json;
    private final Shape shape;

    private long schemaVersion;
    private @Nullable MediaType mediaType;
    private Optional<String> artifactType = Optional.empty();
    private @Nullable Descriptor config;
    private @Nullable List<Descriptor> layers;
    private @Nullable List<Descriptor> manifests;
    private @Nullable Descriptor subject;
    private SequencedMap<String, String> annotations = new LinkedHashMap<>();
    private int textCount;
    private final List<Descriptor> named = new ArrayList<>();

    private enum Shape {
        IMAGE,
        INDEX,
        OTHER
    }

    private ManifestReader(JsonParser json, Shape shape) {
        this.json = json;
        this.shape = shape;
    }

    static Manifest read(byte[] bytes, MediaType contentType) {
        if (contentType.isSchema1()) {
            throw schema1();
        }
        var shape = contentType.isManifest()
                ? Shape.IMAGE
                : contentType.isIndex() ? Shape.INDEX : Shape.OTHER;
        requireJsonObject(bytes);
        try (var json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            var reader = new ManifestReader(json, shape);
            reader.readManifest();
            return reader.manifest(bytes, contentType);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// The `mediaType` of the object, without looking at the rest.
    static MediaType declaredMediaType(byte[] bytes) {
        requireJsonObject(bytes);
        try (var json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = json.currentName().equals("mediaType");
                if (json.nextToken() == JsonToken.VALUE_STRING && found) {
                    return MediaType.parse(json.getString());
                }
                json.skipChildren();
            }
        } catch (JacksonException e) {
            throw malformed(e);
        }
        throw new OciException(new OciError.ManifestInvalid(
                "the manifest says nowhere what it is; send its media type as Content-Type"));
    }

    /// The parser would also guess UTF-16, skip a byte order mark and let some ill-formed
    /// UTF-8 pass.
    private static void requireJsonObject(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && " \t\r\n".indexOf(bytes[start]) >= 0) {
            start++;
        }
        if (start + 1 >= bytes.length || bytes[start] != '{' || bytes[start + 1] == 0) {
            throw new OciException(
                    new OciError.ManifestInvalid("a manifest is a JSON object in UTF-8"));
        }
        if (!isUtf8(bytes)) {
            throw new OciException(
                    new OciError.ManifestInvalid("the manifest is not well-formed UTF-8"));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        int ascii = 0;
        while (ascii < bytes.length && bytes[ascii] >= 0) {
            ascii++;
        }
        if (ascii == bytes.length) {
            return true;
        }
        var decoder = UTF_8.newDecoder();
        var rest = ByteBuffer.wrap(bytes, ascii, bytes.length - ascii);
        var scratch = CharBuffer.allocate(4_096);
        while (true) {
            var result = decoder.decode(rest, scratch.clear(), true);
            if (!result.isOverflow()) {
                return result.isUnderflow();
            }
        }
    }

    private void readManifest() {
        json.nextToken();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                readField(name);
            }
        }
        if (json.nextToken() != null) {
            throw invalid("something follows the manifest's object");
        }
    }

    private void readField(String name) {
        switch (name) {
            case "schemaVersion" -> schemaVersion = readSchemaVersion();
            case "mediaType" -> mediaType = readMediaType();
            case "artifactType" -> artifactType = readOptionalText();
            case "subject" -> subject = readDescriptor();
            case "annotations" -> annotations = readAnnotations();
            default -> {
                switch (shape) {
                    case IMAGE -> readImageField(name);
                    case INDEX -> readIndexField(name);
                    case OTHER -> readOtherField(name);
                }
            }
        }
    }

    private void readImageField(String name) {
        switch (name) {
            case "config" -> config = readDescriptor();
            case "layers" -> layers = readDescriptors();
            case "manifests" ->
                throw invalid("an image manifest has no \"manifests\"; push an index as an index");
            default -> skip(name, MANIFEST_FIELDS);
        }
    }

    private void readIndexField(String name) {
        switch (name) {
            case "manifests" -> manifests = readDescriptors();
            case "config", "layers" ->
                throw invalid("an index has no \"" + name
                        + "\"; push an image manifest as an image manifest");
            default -> skip(name, MANIFEST_FIELDS);
        }
    }

    private void readOtherField(String name) {
        switch (name) {
            case "layers" -> layers = List.of();
            case "manifests" -> manifests = List.of();
            default -> {}
        }
        collectDescriptors();
    }

    private Manifest manifest(byte[] bytes, MediaType contentType) {
        if (mediaType != null && !mediaType.equals(contentType)) {
            throw new OciException(new OciError.ManifestInvalid(
                    "the manifest was pushed as " + contentType + " but says that it is "
                            + mediaType + "; send its own media type as Content-Type"));
        }
        return switch (shape) {
            case IMAGE -> image(bytes, contentType);
            case INDEX -> index(bytes, contentType);
            case OTHER -> other(bytes, contentType);
        };
    }

    private ImageManifest image(byte[] bytes, MediaType contentType) {
        requireSchemaVersion2();
        if (config == null) {
            throw missing("config");
        }
        var type = artifactType.orElse(config.mediaType().value());
        return new ImageManifest(
                bytes,
                contentType,
                config,
                layers == null ? List.of() : layers,
                Optional.ofNullable(subject),
                Optional.of(type),
                annotations);
    }

    private ImageIndex index(byte[] bytes, MediaType contentType) {
        requireSchemaVersion2();
        return new ImageIndex(
                bytes,
                contentType,
                manifests == null ? List.of() : manifests,
                Optional.ofNullable(subject),
                artifactType,
                annotations);
    }

    private OtherManifest other(byte[] bytes, MediaType contentType) {
        if (layers != null && manifests != null) {
            throw new OciException(new OciError.ManifestInvalid(
                    "a manifest has \"layers\" or \"manifests\", not both"));
        }
        return new OtherManifest(
                bytes, contentType, named, Optional.ofNullable(subject), artifactType, annotations);
    }

    private void requireSchemaVersion2() {
        if (schemaVersion == 1) {
            throw schema1();
        }
        if (schemaVersion != 2) {
            throw new OciException(
                    new OciError.ManifestInvalid("the manifest's \"schemaVersion\" must be 2"));
        }
    }

    private long readSchemaVersion() {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
    }

    private List<Descriptor> readDescriptors() {
        require(JsonToken.START_ARRAY, "an array of descriptors");
        var descriptors = new ArrayList<Descriptor>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            requireRoomIn(descriptors);
            descriptors.add(readDescriptor());
        }
        return descriptors;
    }

    private Descriptor readDescriptor() {
        require(JsonToken.START_OBJECT, "a descriptor");
        MediaType type = null;
        Digest digest = null;
        long size = -1;
        List<String> urls = List.of();
        SequencedMap<String, String> notes = new LinkedHashMap<>();
        Optional<String> artifact = Optional.empty();
        Optional<Platform> platform = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "mediaType" -> type = readMediaType();
                case "digest" -> digest = readDigest();
                case "size" -> size = readSize();
                case "urls" -> urls = readTexts();
                case "annotations" -> notes = readAnnotations();
                case "artifactType" -> artifact = readOptionalText();
                case "platform" -> platform = Optional.of(readPlatform());
                case "data" -> require(JsonToken.VALUE_STRING, "a string");
                default -> skip(name, DESCRIPTOR_FIELDS);
            }
        }
        if (type == null) {
            throw missing("mediaType");
        }
        if (digest == null) {
            throw missing("digest");
        }
        if (size < 0) {
            throw missing("size");
        }
        return new Descriptor(type, digest, size, urls, notes, artifact, platform);
    }

    private Platform readPlatform() {
        require(JsonToken.START_OBJECT, "a platform");
        var os = "";
        var architecture = "";
        Optional<String> variant = Optional.empty();
        Optional<String> osVersion = Optional.empty();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (name) {
                case "os" -> os = readText();
                case "architecture" -> architecture = readText();
                case "variant" -> variant = readOptionalText();
                case "os.version" -> osVersion = readOptionalText();
                default -> json.skipChildren();
            }
        }
        return new Platform(os, architecture, variant, osVersion);
    }

    private SequencedMap<String, String> readAnnotations() {
        require(JsonToken.START_OBJECT, "an object of strings");
        var read = new LinkedHashMap<String, String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = requireStorable(json.currentName());
            json.nextToken();
            requireRoomForText();
            read.put(name, readText());
        }
        return read;
    }

    private List<String> readTexts() {
        require(JsonToken.START_ARRAY, "an array of strings");
        var texts = new ArrayList<String>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            requireRoomForText();
            texts.add(readText());
        }
        return texts;
    }

    private MediaType readMediaType() {
        var text = readText();
        try {
            return MediaType.parse(text);
        } catch (OciException e) {
            throw invalid(e.error().message());
        }
    }

    private Digest readDigest() {
        var text = readText();
        try {
            return Digest.parse(text);
        } catch (OciException e) {
            throw invalid(e.error().message());
        }
    }

    private long readSize() {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        long size = json.getLongValue();
        if (size < 0 || size > Descriptor.SIZE_MAX) {
            throw invalid("a size is between 0 and " + Descriptor.SIZE_MAX);
        }
        return size;
    }

    /// An empty text is no text, as for clients that always write the field.
    private Optional<String> readOptionalText() {
        return Optional.of(readText()).filter(text -> !text.isEmpty());
    }

    private String readText() {
        require(JsonToken.VALUE_STRING, "a string");
        return requireStorable(json.getString());
    }

    /// Texts that are kept go into a database and into answers, which take neither NUL nor
    /// half a surrogate pair; JSON can write both with escapes.
    private String requireStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                throw invalid("a text with NUL or half a surrogate pair cannot be stored");
            }
        }
        return text;
    }

    private void skip(String name, Set<String> known) {
        if (known.contains(name)) {
            throw invalid("the key " + Texts.quoted(name)
                    + " differs from a key of the specification in case only");
        }
        json.skipChildren();
    }

    /// Adds every descriptor in the current value to [#named].
    private void collectDescriptors() {
        switch (json.currentToken()) {
            case START_OBJECT -> collectFromObject();
            case START_ARRAY -> {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    collectDescriptors();
                }
            }
            default -> {}
        }
    }

    private void collectFromObject() {
        var type = "";
        var digest = "";
        long size = -1;
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            var token = json.nextToken();
            if (token == JsonToken.VALUE_STRING && name.equals("mediaType")) {
                type = json.getString();
            } else if (token == JsonToken.VALUE_STRING && name.equals("digest")) {
                digest = json.getString();
            } else if (token == JsonToken.VALUE_NUMBER_INT && name.equals("size")) {
                size = readSize();
            } else {
                collectDescriptors();
            }
        }
        if (!type.isEmpty() && !digest.isEmpty() && size >= 0) {
            requireRoomIn(named);
            descriptor(type, digest, size).ifPresent(named::add);
        }
    }

    private static Optional<Descriptor> descriptor(String type, String digest, long size) {
        try {
            return Optional.of(Descriptor.of(MediaType.parse(type), Digest.parse(digest), size));
        } catch (OciException _) {
            return Optional.empty();
        }
    }

    private void requireRoomForText() {
        if (textCount++ == TEXTS_MAX) {
            throw invalid("a manifest has " + TEXTS_MAX + " annotations and URLs at most");
        }
    }

    private void requireRoomIn(List<Descriptor> descriptors) {
        if (descriptors.size() == Manifest.REFERENCES_MAX) {
            throw invalid("a manifest names " + Manifest.REFERENCES_MAX
                    + " things at most; push an index of indexes");
        }
    }

    private void require(JsonToken token, String what) {
        if (json.currentToken() != token) {
            throw invalid("here must be " + what);
        }
    }

    private OciException missing(String field) {
        return invalid("the field \"" + field + "\" is missing");
    }

    private OciException invalid(String reason) {
        var place = json.streamReadContext().pathAsPointer().toString();
        return new OciException(new OciError.ManifestInvalid(
                place.isEmpty() ? reason : reason + " (at " + Texts.quoted(place) + ")"));
    }

    private static OciException malformed(JacksonException e) {
        var reason = withoutPlace(e.getOriginalMessage());
        var shown = reason.length() <= REASON_LENGTH_MAX
                ? reason
                : reason.substring(0, REASON_LENGTH_MAX) + "…";
        return new OciException(
                new OciError.ManifestInvalid(
                        "the manifest is not JSON that is accepted here: " + shown),
                e);
    }

    /// The library says where something began in words about itself.
    private static String withoutPlace(String reason) {
        int place = reason.indexOf(" (start marker at ");
        return place < 0 ? reason : reason.substring(0, place);
    }

    private static OciException schema1() {
        return new OciException(
                new OciError.ManifestInvalid(
                        "Docker's image manifest schema 1 is not accepted;"
                                + " push the image again with a client that writes schema 2 or OCI (Docker 1.10 or newer)"));
    }

    private static Set<String> fields(String... names) {
        var fields = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        fields.addAll(List.of(names));
        return fields;
    }
}
