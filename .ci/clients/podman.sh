#!/usr/bin/env bash
# podman: pull, push and manifest lists through containers/image, with a store of its own.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/podman
REGISTRY_AUTH_FILE=$WORK/auth.json
CERTIFICATES=$WORK/certificates
TLS_VERIFY=$([[ $SCHEME == https ]] && echo true || echo false)
mkdir "$CERTIFICATES"
in_plain_http || cp "$CA" "$CERTIFICATES/ca.crt"

# The store of this test alone.
store() { podman --root "$WORK/store" --runroot "$WORK/run" --storage-driver overlay "$@"; }

# remote COMMAND...: a command that talks to the registry; `COMMAND` may be two words.
remote() {
    local words=("$1")
    shift
    if [[ ${words[0]} == manifest ]]; then
        words+=("$1")
        shift
    fi
    store "${words[@]}" --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "$@"
}

a_wrong_password_is_refused() {
    refused 'unauthorized|invalid username/password' \
        remote login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
}

logs_in_with_the_right_password() {
    remote login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

a_pushed_image_is_pulled_back_the_same() {
    local image
    image=$(store pull -q "oci:$IMAGES:amd64")
    remote push -q --digestfile "$WORK/digest" "$image" "$REPOSITORY/app:v1"
    store rmi -f "$image"
    same image "$image" "$(remote pull -q "$REPOSITORY/app:v1")"
    same digest "$(cat "$WORK/digest")" \
        "$(store image inspect --format '{{.Digest}}' "$REPOSITORY/app:v1")"
}

an_image_is_pulled_by_digest() {
    remote pull -q "$REPOSITORY/app@$(cat "$WORK/digest")"
}

a_manifest_list_is_pushed_and_each_platform_pulled() {
    store manifest create "$REPOSITORY/app:multi"
    local platform
    for platform in amd64 arm64; do
        store manifest add "$REPOSITORY/app:multi" "oci:$IMAGES:$platform"
    done
    remote manifest push --all "$REPOSITORY/app:multi" "docker://$REPOSITORY/app:multi"
    store manifest rm "$REPOSITORY/app:multi"
    for platform in amd64 arm64; do
        remote pull -q --arch "$platform" "$REPOSITORY/app:multi"
        same architecture "$platform" \
            "$(store image inspect --format '{{.Architecture}}' "$REPOSITORY/app:multi")"
        store rmi -f "$REPOSITORY/app:multi"
    done
}

tags_are_listed() {
    # This command alone has no option for certificates.
    in_plain_http || SSL_CERT_FILE=$CA
    same tags 'multi v1' "$(store search --tls-verify="$TLS_VERIFY" --list-tags \
        "$REPOSITORY/app" | awk 'NR > 1 { print $2 }' | xargs)"
}

a_push_to_another_repository_mounts_the_layers() {
    remote push -q "$REPOSITORY/app:v1" "$REPOSITORY/copy:v1"
}

the_mounts_were_answered_with_201() {
    the_registry_answered 201 'POST /v2/podman/copy/blobs/uploads/\?.*mount=.*'
}

# This podman does not go on inside a blob.
a_pull_that_was_cut_succeeds_when_repeated() {
    local image
    image=$(store pull -q "oci:$IMAGES:large")
    remote push -q "$image" "$REPOSITORY/large:v1"
    store rmi -f "$image"
    cut_the_next download 9000000
    refused 'unexpected EOF' remote pull -q "$REPOSITORY/large:v1"
    a_connection_was_cut
    same image "$image" "$(remote pull -q "$REPOSITORY/large:v1")"
}

an_image_is_saved_as_an_archive() {
    store save -q --format oci-archive -o "$WORK/saved.tar" "$REPOSITORY/app:v1"
    tar -tf "$WORK/saved.tar" index.json
}

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check a_pushed_image_is_pulled_back_the_same
check an_image_is_pulled_by_digest
check a_manifest_list_is_pushed_and_each_platform_pulled
check tags_are_listed
check a_push_to_another_repository_mounts_the_layers
in_plain_http && check the_mounts_were_answered_with_201
check a_pull_that_was_cut_succeeds_when_repeated
check an_image_is_saved_as_an_archive
unmount_below "$WORK"
finish
