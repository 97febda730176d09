package dev.berth.router.http;

import dev.berth.oci.RepositoryName;

import java.net.URI;

/// What clients meet.
///
/// - `prefix`: what stands before an image's name, as in `registry.example.com/proxy/nginx`.
/// - `pushes`: where a client that pushes is sent.
/// - `redirects`: what becomes of an answer that names another place.
/// - `catalog`: whether `/v2/_catalog` lists images.
/// - `topImages`: whether metrics name the images that are served most.
public record ServeSettings(
        RepositoryName prefix,
        URI pushes,
        RedirectSettings redirects,
        boolean catalog,
        boolean topImages) {}
