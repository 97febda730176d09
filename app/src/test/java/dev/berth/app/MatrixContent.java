package dev.berth.app;

import static dev.berth.app.testing.RunningCore.ADMINISTRATOR;
import static dev.berth.app.testing.RunningCore.PASSWORD;
import static dev.berth.app.testing.RunningCore.basic;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.berth.app.testing.RunningCore;
import dev.berth.oci.Digest;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Puts into a running registry what the calls of the matrix are about; as its administrator.
final class MatrixContent {
    static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";

    private final RunningCore core;
    private final Set<String> projects;
    private int made;

    /// @param projects that are there already
    MatrixContent(RunningCore core, String... projects) {
        this.core = core;
        this.projects = new HashSet<>(List.of(projects));
    }

    /// Bytes that are nowhere yet.
    byte[] newBytes() {
        return ("content " + made++).getBytes(UTF_8);
    }

    static String digest(byte[] bytes) {
        return Digest.of(Digest.Algorithm.SHA256, bytes).toString();
    }

    /// A blob that only `repository` has; its digest.
    String blob(String repository) throws IOException, InterruptedException {
        var bytes = newBytes();
        var digest = digest(bytes);
        push("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest, bytes);
        return digest;
    }

    /// A manifest of `repository`, with a tag that is its own; its digest.
    String manifest(String repository) throws IOException, InterruptedException {
        var bytes = manifestOf(blob(repository), blob(repository));
        var digest = digest(bytes);
        push("PUT", "/v2/" + repository + "/manifests/" + tag(digest), bytes);
        return digest;
    }

    /// The tag that [#manifest] gave.
    static String tag(String digest) {
        return "t" + digest.substring(digest.indexOf(':') + 1, digest.indexOf(':') + 9);
    }

    /// An image manifest of an empty kind with this config and this layer.
    static byte[] manifestOf(String config, String layer) {
        return """
                {"schemaVersion":2,"mediaType":"%s",
                "config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":9},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":9}]}
                """.formatted(MANIFEST_TYPE, config, layer).getBytes(UTF_8);
    }

    /// An upload session of `repository`; its path.
    String upload(String repository) throws IOException, InterruptedException {
        return push("POST", "/v2/" + repository + "/blobs/uploads/", new byte[0])
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private HttpResponse<String> push(String method, String path, byte[] bytes)
            throws IOException, InterruptedException {
        var project = path.split("/", -1)[2];
        if (projects.add(project)) {
            core.ensureProject(project, false);
        }
        var answer = core.send(
                method,
                path,
                bytes,
                "Content-Type",
                method.equals("PUT") ? MANIFEST_TYPE : "application/octet-stream",
                "Authorization",
                basic(ADMINISTRATOR, PASSWORD));
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isBetween(201, 202);
        return answer;
    }
}
