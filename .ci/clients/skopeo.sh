#!/usr/bin/env bash
# skopeo: copies between layouts, archives and registries.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=docker://$REGISTRY/skopeo
TLS_VERIFY=$([[ $SCHEME == https ]] && echo true || echo false)
CERTIFICATES=$WORK/certificates
mkdir "$CERTIFICATES"
[[ $SCHEME == http ]] || cp "$CA" "$CERTIFICATES/ca.crt"
AUTHFILE=$WORK/auth.json

# Options that most commands spell alike; copy and sync have a pair for each side. ARCHITECTURE picks
# an image from an index.
run() {
    local command=$1
    shift
    skopeo --override-arch "${ARCHITECTURE:-amd64}" "$command" --authfile "$AUTHFILE" \
        --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "$@"
}

# Without --preserve-digests skopeo may put another compression of a layer, of which it knows from
# an earlier copy, in the place of the one it is given.
exact_copy() { copy --preserve-digests "$@"; }

copy() {
    skopeo copy -q --authfile "$AUTHFILE" \
        --src-tls-verify="$TLS_VERIFY" --src-cert-dir "$CERTIFICATES" \
        --dest-tls-verify="$TLS_VERIFY" --dest-cert-dir "$CERTIFICATES" "$@"
}

a_wrong_password_is_refused() {
    refused 'unauthorized|invalid username/password' \
        run login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
}

logs_in_with_the_right_password() {
    run login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

an_image_comes_back_with_every_byte() {
    exact_copy "oci:$IMAGES:amd64" "$REPOSITORY/app:v1"
    copy "$REPOSITORY/app:v1" "dir:$WORK/pulled"
    local digest
    digest=$(digest_of amd64)
    same_bytes "$IMAGES/blobs/sha256/${digest#sha256:}" "$WORK/pulled/manifest.json"
    local blob
    for blob in $(jq -r '.config.digest, .layers[].digest' "$WORK/pulled/manifest.json"); do
        same_bytes "$IMAGES/blobs/sha256/${blob#sha256:}" "$WORK/pulled/${blob#sha256:}"
    done
}

the_registry_names_the_digest_that_was_pushed() {
    same digest "$(digest_of amd64)" "$(run inspect --format '{{.Digest}}' "$REPOSITORY/app:v1")"
}

a_docker_schema_2_image_is_kept_as_such() {
    copy --format v2s2 "oci:$IMAGES:amd64" "$REPOSITORY/app:schema2"
    same 'media type' application/vnd.docker.distribution.manifest.v2+json \
        "$(run inspect --raw "$REPOSITORY/app:schema2" | jq -r .mediaType)"
}

an_index_with_two_platforms_is_copied_whole() {
    exact_copy --all "oci:$IMAGES:multi" "$REPOSITORY/app:multi"
    copy --all "$REPOSITORY/app:multi" "oci:$WORK/multi:multi"
    same digest "$(digest_of multi)" "$(jq -r '.manifests[0].digest' "$WORK/multi/index.json")"
    for ARCHITECTURE in amd64 arm64; do
        same architecture "$ARCHITECTURE" \
            "$(run inspect --config "$REPOSITORY/app:multi" | jq -r .architecture)"
    done
}

tags_are_listed() {
    same tags 'multi schema2 v1' \
        "$(run list-tags "$REPOSITORY/app" | jq -r '.Tags | sort | join(" ")')"
}

a_copy_to_another_repository_mounts_the_layers() {
    exact_copy "$REPOSITORY/app:v1" "$REPOSITORY/copy:v1"
    same digest "$(digest_of amd64)" "$(run inspect --format '{{.Digest}}' "$REPOSITORY/copy:v1")"
}

the_mounts_were_answered_with_201() {
    the_registry_answered 201 'POST /v2/skopeo/copy/blobs/uploads/\?.*mount=.*'
}

# This skopeo does not go on inside a blob; it must find what it has and take the rest.
a_pull_that_was_cut_is_finished_by_the_next() {
    exact_copy "oci:$IMAGES:large" "$REPOSITORY/large:v1"
    cut_the_next download 9000000
    refused 'unexpected EOF' copy "$REPOSITORY/large:v1" "oci:$WORK/large:v1"
    a_connection_was_cut
    copy "$REPOSITORY/large:v1" "oci:$WORK/large:v1"
    same digest "$(digest_of large)" "$(jq -r '.manifests[0].digest' "$WORK/large/index.json")"
}

a_repository_is_synchronised_to_a_folder() {
    skopeo sync --authfile "$AUTHFILE" --src docker --dest dir \
        --src-tls-verify="$TLS_VERIFY" --src-cert-dir "$CERTIFICATES" \
        "$REGISTRY/skopeo/app" "$WORK/synchronised"
    same 'folders with a manifest' 3 "$(find "$WORK/synchronised" -name manifest.json | wc -l)"
}

a_deleted_image_is_gone() {
    run delete "$REPOSITORY/copy:v1"
    refused 'manifest unknown|not found' run inspect "$REPOSITORY/copy:v1"
}

# The robot's name has a dollar and a plus in it.
a_robot_pushes_and_pulls_and_deletes_nothing() {
    local robot
    robot=$(make_robot skopeo ci push)
    AUTHFILE=$WORK/robot.json
    run login -u "$(jq -r .name <<<"$robot")" --password-stdin "$REGISTRY" \
        <<<"$(jq -r .secret <<<"$robot")"
    exact_copy "oci:$IMAGES:amd64" "$REPOSITORY/by-robot:v1"
    copy "$REPOSITORY/by-robot:v1" "dir:$WORK/by-robot"
    same_bytes "$IMAGES/blobs/sha256/$(digest_of amd64 | cut -d: -f2)" \
        "$WORK/by-robot/manifest.json"
    refused 'denied|unauthorized' run delete "$REPOSITORY/by-robot:v1"
    refused 'denied|unauthorized' run inspect "docker://$REGISTRY/crane/app:v1"
}

logs_out() {
    skopeo logout --authfile "$AUTHFILE" "$REGISTRY"
    refused 'unauthorized|authentication required' run inspect "$REPOSITORY/app:v1"
}

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check an_image_comes_back_with_every_byte
check the_registry_names_the_digest_that_was_pushed
check a_docker_schema_2_image_is_kept_as_such
check an_index_with_two_platforms_is_copied_whole
check tags_are_listed
check a_copy_to_another_repository_mounts_the_layers
in_plain_http && check the_mounts_were_answered_with_201
check a_pull_that_was_cut_is_finished_by_the_next
check a_repository_is_synchronised_to_a_folder
check a_deleted_image_is_gone
in_berth && check a_robot_pushes_and_pulls_and_deletes_nothing
check logs_out
finish
