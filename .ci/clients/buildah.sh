#!/usr/bin/env bash
# buildah: builds on a base image from the registry and pushes what it built.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/buildah
REGISTRY_AUTH_FILE=$WORK/auth.json
CERTIFICATES=$WORK/certificates
TLS_VERIFY=$([[ $SCHEME == https ]] && echo true || echo false)
mkdir "$CERTIFICATES"
in_plain_http || cp "$CA" "$CERTIFICATES/ca.crt"

# The store of this test alone.
store() { buildah --root "$WORK/store" --runroot "$WORK/run" --storage-driver overlay "$@"; }

remote() {
    local command=$1
    shift
    store "$command" --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "$@"
}

a_wrong_password_is_refused() {
    refused 'unauthorized|invalid username/password' \
        remote login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
}

logs_in_with_the_right_password() {
    remote login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

a_base_image_is_pushed() {
    local image
    image=$(store pull -q "oci:$IMAGES:amd64")
    remote push -q "$image" "docker://$REPOSITORY/base:v1"
    store rmi -f "$image"
}

an_image_is_built_on_a_base_from_the_registry() {
    mkdir "$WORK/context"
    printf '%s\n' "FROM $REPOSITORY/base:v1" 'RUN /bin/busybox echo built >/built' \
        >"$WORK/context/Containerfile"
    remote bud -q --isolation chroot --layers=false -t "$REPOSITORY/app:v1" "$WORK/context"
    remote push -q "$REPOSITORY/app:v1" "docker://$REPOSITORY/app:v1"
}

the_built_image_is_pulled_back_the_same() {
    local image
    image=$(store images -q --no-trunc "$REPOSITORY/app:v1")
    store rmi -f "$REPOSITORY/app:v1"
    same image "${image#sha256:}" "$(remote pull -q "$REPOSITORY/app:v1")"
    local container
    container=$(store from --pull-never "$REPOSITORY/app:v1")
    same 'the file of the RUN step' built "$(cat "$(store mount "$container")/built")"
    store rm "$container"
}

the_layers_of_the_base_were_mounted() {
    the_registry_answered 201 'POST /v2/buildah/app/blobs/uploads/\?.*mount=.*'
}

a_manifest_list_is_pushed_with_all_its_images() {
    store manifest create "$REPOSITORY/app:multi"
    local platform
    for platform in amd64 arm64; do
        store manifest add "$REPOSITORY/app:multi" "oci:$IMAGES:$platform"
    done
    store manifest push --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" --all \
        "$REPOSITORY/app:multi" "docker://$REPOSITORY/app:multi"
    store manifest rm "$REPOSITORY/app:multi"
    remote pull -q --arch arm64 "$REPOSITORY/app:multi"
    same architecture arm64 \
        "$(store inspect --type image --format '{{.OCIv1.Architecture}}' "$REPOSITORY/app:multi")"
}

a_docker_format_image_is_pushed() {
    remote push -q --format v2s2 "$REPOSITORY/app:v1" "docker://$REPOSITORY/app:schema2"
    remote pull -q "$REPOSITORY/app:schema2"
}

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check a_base_image_is_pushed
check an_image_is_built_on_a_base_from_the_registry
check the_built_image_is_pulled_back_the_same
in_plain_http && check the_layers_of_the_base_were_mounted
check a_manifest_list_is_pushed_with_all_its_images
check a_docker_format_image_is_pushed
unmount_below "$WORK"
finish
