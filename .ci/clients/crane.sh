#!/usr/bin/env bash
# crane: the command line of go-containerregistry, which ko, kaniko and many tools stand on.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/crane
DOCKER_CONFIG=$WORK/docker
[[ $SCHEME == http ]] || SSL_CERT_FILE=$CA

a_wrong_password_is_refused() {
    DOCKER_CONFIG=$WORK/wrong
    crane auth login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
    refused 'unauthorized' crane catalog "$REGISTRY"
}

logs_in_with_the_right_password() {
    crane auth login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

an_image_comes_back_with_every_byte() {
    skopeo copy -q "oci:$IMAGES:amd64" "oci:$WORK/amd64:amd64"
    crane push "$WORK/amd64" "$REPOSITORY/app:v1"
    same digest "$(digest_of amd64)" "$(crane digest "$REPOSITORY/app:v1")"
    crane pull --format oci "$REPOSITORY/app:v1" "$WORK/pulled"
    same_layout "$WORK/amd64" "$WORK/pulled"
}

a_manifest_is_served_as_it_was_pushed() {
    local digest
    digest=$(digest_of amd64)
    crane manifest "$REPOSITORY/app@$digest" >"$WORK/manifest"
    same_bytes "$IMAGES/blobs/sha256/${digest#sha256:}" "$WORK/manifest"
}

an_index_of_two_platforms_is_assembled_and_copied() {
    skopeo copy -q "oci:$IMAGES:arm64" "oci:$WORK/arm64:arm64"
    crane push "$WORK/arm64" "$REPOSITORY/app:arm64"
    crane index append -m "$REPOSITORY/app:v1" -m "$REPOSITORY/app:arm64" -t "$REPOSITORY/app:multi"
    crane copy "$REPOSITORY/app:multi" "$REPOSITORY/multi:v1"
    crane validate --remote "$REPOSITORY/multi:v1"
    local platform
    for platform in amd64 arm64; do
        same architecture "$platform" "$(crane config --platform "linux/$platform" \
            "$REPOSITORY/multi:v1" | jq -r .architecture)"
    done
}

a_layer_is_appended_and_the_image_validates() {
    mkdir "$WORK/layer"
    head -c 1M /dev/urandom >"$WORK/layer/file"
    tar -C "$WORK/layer" -cf "$WORK/layer.tar" file
    crane append -b "$REPOSITORY/app:v1" -f "$WORK/layer.tar" -t "$REPOSITORY/app:appended"
    crane validate --remote "$REPOSITORY/app:appended"
    crane export "$REPOSITORY/app:appended" - | tar -xO file >"$WORK/exported"
    same_bytes "$WORK/layer/file" "$WORK/exported"
}

a_tag_is_moved() {
    crane tag "$REPOSITORY/app:appended" v2
    same digest "$(crane digest "$REPOSITORY/app:appended")" "$(crane digest "$REPOSITORY/app:v2")"
}

tags_and_repositories_are_listed() {
    same tags 'appended arm64 multi v1 v2' "$(crane ls "$REPOSITORY/app" | sort | xargs)"
    contains catalog "$(crane catalog "$REGISTRY")" crane/app
}

a_copy_to_another_repository_mounts_the_layers() {
    crane copy "$REPOSITORY/app:v1" "$REPOSITORY/copy:v1"
    same digest "$(digest_of amd64)" "$(crane digest "$REPOSITORY/copy:v1")"
}

the_mounts_were_answered_with_201() {
    the_registry_answered 201 'POST /v2/crane/copy/blobs/uploads/\?.*mount=.*'
}

a_push_survives_a_cut_connection() {
    skopeo copy -q "oci:$IMAGES:large" "oci:$WORK/large:large"
    cut_the_next upload 9000000
    crane push "$WORK/large" "$REPOSITORY/large:v1"
    a_connection_was_cut
    crane validate --remote "$REPOSITORY/large:v1"
}

a_deleted_image_is_gone() {
    crane delete "$REPOSITORY/copy@$(digest_of amd64)"
    refused 'MANIFEST_UNKNOWN|NAME_UNKNOWN' crane manifest "$REPOSITORY/copy:v1"
}

without_a_login_an_image_is_pushed_where_everybody_may_and_nowhere_else() {
    DOCKER_CONFIG=$WORK/nobody
    crane push "$WORK/amd64" "$REGISTRY/anonymous/app:v1"
    same digest "$(digest_of amd64)" "$(crane digest "$REGISTRY/anonymous/app:v1")"
    refused 'unauthorized' crane push "$WORK/amd64" "$REPOSITORY/app:nobody"
}

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check an_image_comes_back_with_every_byte
check a_manifest_is_served_as_it_was_pushed
check an_index_of_two_platforms_is_assembled_and_copied
check a_layer_is_appended_and_the_image_validates
check a_tag_is_moved
check tags_and_repositories_are_listed
check a_copy_to_another_repository_mounts_the_layers
in_plain_http && check the_mounts_were_answered_with_201
check a_push_survives_a_cut_connection
check a_deleted_image_is_gone
! in_berth || check without_a_login_an_image_is_pushed_where_everybody_may_and_nowhere_else
finish
