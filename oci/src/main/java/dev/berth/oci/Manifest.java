package dev.berth.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A manifest: its exact bytes, and beside them the facts that a registry goes by.
///
/// - `bytes` are what was pushed and what is served. They are not copied; nobody changes
///   them.
/// - `subject` is the manifest that this one is about, which need not exist.
/// - `artifactType` is the one that the referrers API tells: the manifest's own; for an image
///   without one, the media type of its config.
/// - Everything that no rule forbids passes: unknown fields, unknown media types, empty
///   layers, data fields.
/// - Source: image-spec v1.1, manifest.md and image-index.md; distribution-spec, "Pushing
///   manifests".
@SuppressWarnings("ArrayRecordComponent") // The bytes are shared; manifests are compared by digest.
public sealed interface Manifest {
    /// How many things one manifest may name.
    int REFERENCES_MAX = 10_000;

    byte[] bytes();

    MediaType mediaType();

    Optional<Descriptor> subject();

    Optional<String> artifactType();

    SequencedMap<String, String> annotations();

    /// What this manifest names and needs, in its order, repetitions included; not the
    /// subject.
    List<Referenced> references();

    /// Reads a manifest that was pushed as `contentType`. How large `bytes` may be is the
    /// caller's rule; time and memory grow in proportion.
    ///
    /// @throws OciException with [OciError.ManifestInvalid], whose reason says what and where
    static Manifest parse(byte[] bytes, MediaType contentType) {
        return ManifestReader.read(bytes, contentType);
    }

    /// Reads a manifest that was pushed without a `Content-Type`: its `mediaType` says what
    /// it is.
    ///
    /// @throws OciException with [OciError.ManifestInvalid], also if it has none
    static Manifest parse(byte[] bytes) {
        return ManifestReader.read(bytes, ManifestReader.declaredMediaType(bytes));
    }

    /// How lists of manifests describe this one, whose digest is `digest`.
    default Descriptor descriptor(Digest digest) {
        return new Descriptor(
                mediaType(),
                digest,
                bytes().length,
                List.of(),
                annotations(),
                artifactType(),
                Optional.empty());
    }

    /// One image or artifact, OCI or Docker schema 2.
    record ImageManifest(
            byte[] bytes,
            MediaType mediaType,
            Descriptor config,
            List<Descriptor> layers,
            Optional<Descriptor> subject,
            Optional<String> artifactType,
            SequencedMap<String, String> annotations)
            implements Manifest {
        public ImageManifest {
            layers = List.copyOf(layers);
            annotations = Descriptor.copyOf(annotations);
        }

        @Override
        public List<Referenced> references() {
            var references = new ArrayList<Referenced>(1 + layers.size());
            references.add(new Referenced(config, Referenced.Kind.BLOB, true));
            for (Descriptor layer : layers) {
                boolean distributable = !layer.mediaType().isForeignLayer();
                references.add(new Referenced(layer, Referenced.Kind.BLOB, distributable));
            }
            return references;
        }
    }

    /// A list of manifests, OCI or Docker. Build caches also list blobs in it.
    record ImageIndex(
            byte[] bytes,
            MediaType mediaType,
            List<Descriptor> manifests,
            Optional<Descriptor> subject,
            Optional<String> artifactType,
            SequencedMap<String, String> annotations)
            implements Manifest {
        public ImageIndex {
            manifests = List.copyOf(manifests);
            annotations = Descriptor.copyOf(annotations);
        }

        @Override
        public List<Referenced> references() {
            return manifests.stream().map(ImageIndex::reference).toList();
        }

        private static Referenced reference(Descriptor entry) {
            boolean known = entry.mediaType().isManifest() || entry.mediaType().isIndex();
            var kind = known ? Referenced.Kind.MANIFEST : Referenced.Kind.EITHER;
            return new Referenced(entry, kind, !entry.mediaType().isForeignLayer());
        }
    }

    /// A JSON object of a media type that this registry does not know. `named` is every
    /// descriptor found anywhere in it: content that it may need, so that it is kept, but
    /// need not exist.
    record OtherManifest(
            byte[] bytes,
            MediaType mediaType,
            List<Descriptor> named,
            Optional<Descriptor> subject,
            Optional<String> artifactType,
            SequencedMap<String, String> annotations)
            implements Manifest {
        public OtherManifest {
            named = List.copyOf(named);
            annotations = Descriptor.copyOf(annotations);
        }

        @Override
        public List<Referenced> references() {
            return named.stream()
                    .map(descriptor -> new Referenced(descriptor, Referenced.Kind.EITHER, false))
                    .toList();
        }
    }

    /// Something that a manifest names. What is not `distributable` need not be in the
    /// registry, but is kept if it is there.
    record Referenced(Descriptor descriptor, Kind kind, boolean distributable) {
        /// Where the content is to be looked for.
        public enum Kind {
            BLOB,
            MANIFEST,
            /// The media type does not tell.
            EITHER
        }
    }
}
