#!/usr/bin/env bash
# Makes the test images, offline, as the OCI layout $IMAGES:
#
# - `amd64`, `arm64`: busybox and a text, as images of those platforms.
# - `large`: one layer of 24 MiB that does not compress.
# - `multi`: an index of the first two.
#
# and beside it $IMAGES.multi.tar (`multi` as an OCI archive), $IMAGES.docker.tar (`amd64` to load).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

make_layers() {
    mkdir -p "$LAYERS"/{busybox/bin,text,large}
    cp /bin/busybox "$LAYERS/busybox/bin/busybox"
    ln -s busybox "$LAYERS/busybox/bin/sh"
    echo 'an image to test registries with' >"$LAYERS/text/about"
    head -c 24M /dev/urandom >"$LAYERS/large/random"
    local layer
    for layer in busybox text large; do
        tar -C "$LAYERS/$layer" --numeric-owner --sort=name -cf "$LAYERS/$layer.tar" .
    done
}

# image TAG ARCHITECTURE LAYER...
image() {
    local tag=$1 architecture=$2 layer
    shift 2
    umoci new --image "$IMAGES:$tag"
    for layer in "$@"; do
        umoci raw add-layer --image "$IMAGES:$tag" "$LAYERS/$layer.tar"
    done
    umoci config --image "$IMAGES:$tag" --architecture "$architecture" \
        --config.cmd /bin/sh --config.cmd -c --config.cmd 'echo it runs'
}

# The index `multi`, with the platforms that umoci leaves out of its descriptors.
multi() {
    local index digest
    index=$(jq -cj --arg type "$INDEX_TYPE" '{
        schemaVersion: 2,
        mediaType: $type,
        manifests: [
            .manifests[]
            | .annotations["org.opencontainers.image.ref.name"] as $name
            | select($name == "amd64" or $name == "arm64")
            | del(.annotations) + {platform: {os: "linux", architecture: $name}}
        ]
    }' "$IMAGES/index.json")
    digest=$(printf %s "$index" | sha256sum | cut -d' ' -f1)
    printf %s "$index" >"$IMAGES/blobs/sha256/$digest"
    jq -c --arg type "$INDEX_TYPE" --arg digest "sha256:$digest" --argjson size "${#index}" '
        .manifests += [{
            mediaType: $type,
            digest: $digest,
            size: $size,
            annotations: {"org.opencontainers.image.ref.name": "multi"}
        }]' "$IMAGES/index.json" >"$IMAGES/index.json.new"
    mv "$IMAGES/index.json.new" "$IMAGES/index.json"
}

INDEX_TYPE=application/vnd.oci.image.index.v1+json
LAYERS=$(mktemp -d "$CI_WORK/layers.XXXXXX")
make_layers
umoci init --layout "$IMAGES"
image amd64 amd64 busybox text
image arm64 arm64 text busybox
image large amd64 large
multi
rm -rf "$LAYERS"
skopeo copy -q --all "oci:$IMAGES:multi" "oci-archive:$IMAGES.multi.tar:multi"
skopeo copy -q "oci:$IMAGES:amd64" "docker-archive:$IMAGES.docker.tar:berth.test/loaded:amd64"
