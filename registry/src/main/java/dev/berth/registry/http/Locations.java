package dev.berth.registry.http;

import dev.berth.oci.Digest;
import dev.berth.oci.RepositoryName;
import dev.berth.storage.UploadId;

/// The addresses that answers name, relative to the host.
final class Locations {
    private Locations() {}

    static String blob(RepositoryName repository, Digest digest) {
        return "/v2/" + repository + "/blobs/" + digest;
    }

    static String manifest(RepositoryName repository, Digest digest) {
        return "/v2/" + repository + "/manifests/" + digest;
    }

    static String upload(RepositoryName repository, UploadId upload) {
        return "/v2/" + repository + "/blobs/uploads/" + upload;
    }
}
