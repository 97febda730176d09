package dev.berth.app;

import dev.berth.platform.http.Method;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// One line of the matrix: a request on a route, the same for every caller.
///
/// @param what what is asked, where the route alone does not say it
/// @param pattern as its route is declared
/// @param nothing what the same request is made about to compare with, so that a refusal is seen
/// to say nothing about what is there
record MatrixCall(String what, Method method, String pattern, Nothing nothing, Preparation make) {
    /// The project that the callers are members of.
    static final String PROJECT = "team";

    /// A repository of it.
    static final String TEAM = "team/app";

    /// Another one of the same team.
    static final String BASE = "team/base";

    /// One of somebody else.
    static final String OTHER = "other/app";

    private static final String MANIFEST = "/v2/{name:**}/manifests/{reference}";
    private static final String BLOB = "/v2/{name:**}/blobs/{digest}";
    private static final String UPLOADS = "/v2/{name:**}/blobs/uploads/";
    private static final String UPLOAD = "/v2/{name:**}/blobs/uploads/{upload}";
    private static final String TAGS = "/v2/{name:**}/tags/list";
    private static final String REFERRERS = "/v2/{name:**}/referrers/{digest}";
    private static final String TOKEN = "/service/token";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final String NO_DIGEST = "sha256:" + "0".repeat(64);

    /// Makes what the request is about, then says the request.
    @FunctionalInterface
    interface Preparation {
        Asked make(MatrixContent content, MatrixCaller caller)
                throws IOException, InterruptedException;
    }

    /// A repository that is not there, a digest that is nowhere, or no comparison.
    enum Nothing {
        REPOSITORY,
        DIGEST,
        NONE
    }

    /// A request without its credentials.
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Asked(String path, byte[] body, String mediaType) {
        static Asked of(String path) {
            return new Asked(path, new byte[0], "application/octet-stream");
        }

        Asked with(byte[] bytes) {
            return new Asked(path, bytes, mediaType);
        }

        Asked as(String type) {
            return new Asked(path, body, type);
        }

        /// The same in a project that is not there.
        Asked nowhere() {
            return new Asked(path.replace(TEAM, "nowhere/app"), body, mediaType);
        }

        Asked about(Nothing nothing) {
            return switch (nothing) {
                case REPOSITORY -> new Asked(path.replace(TEAM, "team/absent"), body, mediaType);
                case DIGEST ->
                    new Asked(DIGEST.matcher(path).replaceAll(NO_DIGEST), body, mediaType);
                case NONE -> this;
            };
        }
    }

    private static MatrixCall of(Method method, String pattern, Preparation make) {
        return new MatrixCall("", method, pattern, Nothing.REPOSITORY, make);
    }

    private static MatrixCall fixed(Method method, String path) {
        return new MatrixCall("", method, path, Nothing.NONE, (_, _) -> Asked.of(path));
    }

    private MatrixCall what(String text) {
        return new MatrixCall(text, method, pattern, nothing, make);
    }

    private MatrixCall comparedWith(Nothing other) {
        return new MatrixCall(what, method, pattern, other, make);
    }

    /// Every route at least once, and the ways around a right that registries have left open.
    static List<MatrixCall> all() {
        return List.of(
                fixed(Method.GET, "/v2/"),
                fixed(Method.GET, "/v2"),
                fixed(Method.GET, "/v2/_catalog"),
                of(Method.GET, MANIFEST, (c, _) -> manifestByTag(c, TEAM)),
                of(Method.HEAD, MANIFEST, (c, _) -> manifestByTag(c, TEAM)),
                of(Method.GET, MANIFEST, (c, _) -> manifest(TEAM, c.manifest(OTHER)))
                        .what("a manifest that only another repository has")
                        .comparedWith(Nothing.DIGEST),
                of(Method.GET, BLOB, (c, _) -> blob(TEAM, c.blob(TEAM))),
                of(Method.HEAD, BLOB, (c, _) -> blob(TEAM, c.blob(TEAM))),
                of(Method.GET, BLOB, (c, _) -> blob(TEAM, c.blob(OTHER)))
                        .what("a blob that only another repository has")
                        .comparedWith(Nothing.DIGEST),
                of(Method.HEAD, BLOB, (c, _) -> blob(TEAM, c.blob(OTHER)))
                        .what("a blob that only another repository has")
                        .comparedWith(Nothing.DIGEST),
                of(Method.GET, BLOB, (c, _) -> blob(OTHER, c.blob(OTHER)))
                        .what("in another repository"),
                of(Method.GET, TAGS, (_, _) -> Asked.of("/v2/" + TEAM + "/tags/list")),
                of(Method.GET, TAGS, (_, _) -> Asked.of("/v2/" + OTHER + "/tags/list"))
                        .what("of another repository"),
                of(Method.GET, REFERRERS, (c, _) -> referrers(TEAM, c.manifest(TEAM))),
                of(Method.GET, REFERRERS, (c, _) -> referrers(OTHER, c.manifest(OTHER)))
                        .what("of another repository"),
                of(Method.POST, UPLOADS, (_, _) -> Asked.of("/v2/" + TEAM + "/blobs/uploads/")),
                of(
                        Method.POST,
                        "/v2/{name:**}/blobs/uploads",
                        (_, _) -> Asked.of("/v2/" + TEAM + "/blobs/uploads")),
                of(Method.POST, UPLOADS, (c, _) -> wholeBlob(c)).what("a whole blob"),
                of(Method.POST, UPLOADS, (c, _) -> mount(c.blob(BASE), "&from=" + BASE))
                        .what("mount from a repository of the same project"),
                of(Method.POST, UPLOADS, (c, _) -> mount(c.blob(OTHER), "&from=" + OTHER))
                        .what("mount from another repository")
                        .comparedWith(Nothing.DIGEST),
                of(Method.POST, UPLOADS, (c, _) -> mount(c.blob(OTHER), ""))
                        .what("mount from anywhere what only another repository has")
                        .comparedWith(Nothing.DIGEST),
                of(Method.GET, UPLOAD, (c, _) -> Asked.of(c.upload(TEAM))),
                of(Method.PATCH, UPLOAD, (c, _) -> Asked.of(c.upload(TEAM)).with(c.newBytes())),
                of(Method.PATCH, UPLOAD, (c, _) -> strayUpload(c))
                        .what("of the team's, through another repository"),
                of(Method.PUT, UPLOAD, (c, _) -> finish(c)),
                of(Method.DELETE, UPLOAD, (c, _) -> Asked.of(c.upload(TEAM))),
                of(Method.PUT, MANIFEST, (c, _) -> pushManifest(c, c.blob(TEAM))),
                of(Method.PUT, MANIFEST, (c, _) -> pushManifest(c, c.blob(OTHER)))
                        .what("that names a blob of another repository"),
                of(Method.DELETE, MANIFEST, (c, _) -> manifest(TEAM, c.manifest(TEAM))),
                of(Method.DELETE, MANIFEST, (c, _) -> manifestByTag(c, TEAM)).what("by tag"),
                of(Method.DELETE, BLOB, (c, _) -> blob(TEAM, c.blob(TEAM))),
                fixed(Method.GET, TOKEN),
                of(Method.POST, TOKEN, (_, caller) -> tokenForm(caller))
                        .comparedWith(Nothing.NONE));
    }

    private static Asked manifest(String repository, String reference) {
        return Asked.of("/v2/" + repository + "/manifests/" + reference);
    }

    private static Asked manifestByTag(MatrixContent content, String repository)
            throws IOException, InterruptedException {
        return manifest(repository, MatrixContent.tag(content.manifest(repository)));
    }

    private static Asked blob(String repository, String digest) {
        return Asked.of("/v2/" + repository + "/blobs/" + digest);
    }

    private static Asked referrers(String repository, String digest) {
        return Asked.of("/v2/" + repository + "/referrers/" + digest);
    }

    private static Asked wholeBlob(MatrixContent content) {
        var bytes = content.newBytes();
        var query = "?digest=" + MatrixContent.digest(bytes);
        return Asked.of("/v2/" + TEAM + "/blobs/uploads/" + query).with(bytes);
    }

    private static Asked mount(String digest, String from) {
        return Asked.of("/v2/" + TEAM + "/blobs/uploads/?mount=" + digest + from);
    }

    private static Asked strayUpload(MatrixContent content)
            throws IOException, InterruptedException {
        return Asked.of(content.upload(TEAM).replace(TEAM, OTHER)).with(content.newBytes());
    }

    private static Asked finish(MatrixContent content) throws IOException, InterruptedException {
        var bytes = content.newBytes();
        return Asked.of(content.upload(TEAM) + "?digest=" + MatrixContent.digest(bytes))
                .with(bytes);
    }

    private static Asked pushManifest(MatrixContent content, String layer)
            throws IOException, InterruptedException {
        return manifest(TEAM, "new")
                .with(MatrixContent.manifestOf(content.blob(TEAM), layer))
                .as(MatrixContent.MANIFEST_TYPE);
    }

    private static Asked tokenForm(MatrixCaller caller) {
        var form = "grant_type=password&service=berth&username=" + encode(caller.name())
                + "&password=" + encode(caller.password());
        return Asked.of(TOKEN)
                .with(form.getBytes(StandardCharsets.UTF_8))
                .as("application/x-www-form-urlencoded");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
