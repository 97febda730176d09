package dev.berth.oci;

/// A media type without parameters, such as `application/vnd.oci.image.manifest.v1+json`.
///
/// - Shape: `<type>/<subtype>`, tokens of RFC 9110 (wider than RFC 6838, as clients are).
/// - Compared as written: nothing is folded to lower case.
public record MediaType(String value) {
    public static final int LENGTH_MAX = 255;

    public static final MediaType OCI_MANIFEST =
            new MediaType("application/vnd.oci.image.manifest.v1+json");
    public static final MediaType OCI_INDEX =
            new MediaType("application/vnd.oci.image.index.v1+json");
    public static final MediaType OCI_CONFIG =
            new MediaType("application/vnd.oci.image.config.v1+json");
    public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
    public static final MediaType OCI_LAYER =
            new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");

    public static final MediaType DOCKER_MANIFEST =
            new MediaType("application/vnd.docker.distribution.manifest.v2+json");
    public static final MediaType DOCKER_LIST =
            new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
    public static final MediaType DOCKER_CONFIG =
            new MediaType("application/vnd.docker.container.image.v1+json");
    public static final MediaType DOCKER_LAYER =
            new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");

    public static final MediaType OCTET_STREAM = new MediaType("application/octet-stream");

    private static final String DOCKER_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+";
    private static final String DOCKER_FOREIGN_LAYER =
            "application/vnd.docker.image.rootfs.foreign.";
    private static final String OCI_NONDISTRIBUTABLE_LAYER =
            "application/vnd.oci.image.layer.nondistributable.";

    public MediaType {
        if (!matches(value)) {
            throw new OciException(new OciError.ManifestInvalid(
                    Texts.quoted(value) + " is not a media type: write <type>/<subtype>, "
                            + LENGTH_MAX + " characters at most"));
        }
    }

    /// Reads a `Content-Type` or a `mediaType`; parameters are dropped.
    ///
    /// @throws OciException with [OciError.ManifestInvalid] for any other shape
    public static MediaType parse(String text) {
        int end = text.indexOf(';');
        return new MediaType((end < 0 ? text : text.substring(0, end)).strip());
    }

    /// A list of manifests: an OCI index or a Docker manifest list.
    public boolean isIndex() {
        return equals(OCI_INDEX) || equals(DOCKER_LIST);
    }

    /// A manifest of one image or artifact, OCI or Docker schema 2.
    public boolean isManifest() {
        return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
    }

    /// Docker's first manifest format, signed or not, which this registry refuses.
    public boolean isSchema1() {
        return value.startsWith(DOCKER_SCHEMA1);
    }

    /// A layer that clients fetch from its own addresses and need not push.
    public boolean isForeignLayer() {
        return value.startsWith(DOCKER_FOREIGN_LAYER)
                || value.startsWith(OCI_NONDISTRIBUTABLE_LAYER);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean matches(String text) {
        int slash = text.indexOf('/');
        return text.length() <= LENGTH_MAX
                && isToken(text, 0, slash)
                && isToken(text, slash + 1, text.length());
    }

    private static boolean isToken(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean alphanumeric =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return from < to;
    }
}
