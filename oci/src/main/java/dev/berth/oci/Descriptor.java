package dev.berth.oci;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Names content by digest, size in bytes and media type.
///
/// - `size` is between 0 and [#SIZE_MAX], so that the sizes of all that one manifest may name
///   can be added up.
/// - `urls` are addresses outside this registry, as written; nothing here ever follows them.
/// - A `data` field is not kept: the content it repeats is in the manifest's bytes.
/// - Source: image-spec v1.1, descriptor.md.
public record Descriptor(
        MediaType mediaType,
        Digest digest,
        long size,
        List<String> urls,
        SequencedMap<String, String> annotations,
        Optional<String> artifactType,
        Optional<Platform> platform) {
    /// 256 TiB.
    public static final long SIZE_MAX = 1L << 48;

    public Descriptor {
        if (size < 0 || size > SIZE_MAX) {
            throw new OciException(new OciError.SizeInvalid(
                    "a size is between 0 and " + SIZE_MAX + ", not " + size));
        }
        urls = List.copyOf(urls);
        annotations = copyOf(annotations);
    }

    public static Descriptor of(MediaType mediaType, Digest digest, long size) {
        return new Descriptor(
                mediaType,
                digest,
                size,
                List.of(),
                new LinkedHashMap<>(),
                Optional.empty(),
                Optional.empty());
    }

    /// An unchangeable copy in the same order.
    static SequencedMap<String, String> copyOf(SequencedMap<String, String> annotations) {
        return Collections.unmodifiableSequencedMap(new LinkedHashMap<>(annotations));
    }
}
