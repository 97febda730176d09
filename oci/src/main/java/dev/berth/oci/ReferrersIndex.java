package dev.berth.oci;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.SequencedMap;

/// The OCI index that the referrers API answers with.
///
/// Fields stand in the order of image-spec's own types, so that equal lists are equal bytes.
///
/// Source: distribution-spec, "Listing Referrers".
public final class ReferrersIndex {
    private static final JsonFactory JSON = new JsonFactory();

    private ReferrersIndex() {}

    /// An index of `referrers`, in that order.
    public static byte[] render(List<Descriptor> referrers) {
        var bytes = new ByteArrayOutputStream(128 + 256 * referrers.size());
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeNumberProperty("schemaVersion", 2);
            json.writeStringProperty("mediaType", MediaType.OCI_INDEX.value());
            json.writeArrayPropertyStart("manifests");
            for (Descriptor referrer : referrers) {
                write(json, referrer);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Descriptor descriptor) {
        json.writeStartObject();
        json.writeStringProperty("mediaType", descriptor.mediaType().value());
        json.writeStringProperty("digest", descriptor.digest().toString());
        json.writeNumberProperty("size", descriptor.size());
        if (!descriptor.annotations().isEmpty()) {
            write(json, descriptor.annotations());
        }
        descriptor.artifactType().ifPresent(type -> json.writeStringProperty("artifactType", type));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, SequencedMap<String, String> annotations) {
        json.writeObjectPropertyStart("annotations");
        annotations.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
