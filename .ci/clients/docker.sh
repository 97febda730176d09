#!/usr/bin/env bash
# docker: a real Docker engine, started by hand with data of its own and without a network.
#
# It takes a registry on a loopback address for insecure: it does not check its certificate, falls
# back to plain HTTP where it is refused, and `docker manifest` speaks only that. So two checks are
# for plain HTTP; that the others pass through HTTPS shows that it speaks TLS with a registry that
# offers nothing else on that port.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/docker
DOCKER_CLI_EXPERIMENTAL=enabled

the_engine_starts() {
    eventually 60 docker version || tail -n 20 "$WORK/dockerd.log"
    docker version
}

a_wrong_password_is_refused() {
    refused 'unauthorized' docker login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
}

logs_in_with_the_right_password() {
    docker login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

a_pushed_image_is_pulled_back_the_same() {
    docker load -q -i "$IMAGES.docker.tar"
    docker tag berth.test/loaded:amd64 "$REPOSITORY/app:v1"
    local image
    image=$(docker image inspect --format '{{.Id}}' "$REPOSITORY/app:v1")
    docker push -q "$REPOSITORY/app:v1"
    docker image rm berth.test/loaded:amd64 "$REPOSITORY/app:v1"
    docker pull -q "$REPOSITORY/app:v1"
    same image "$image" "$(docker image inspect --format '{{.Id}}' "$REPOSITORY/app:v1")"
}

the_pulled_image_runs() {
    same output 'it runs' "$(docker run --rm --network host "$REPOSITORY/app:v1")"
}

an_image_is_built_on_a_base_from_the_registry() {
    mkdir "$WORK/context"
    printf '%s\n' "FROM $REPOSITORY/app:v1" \
        'RUN ["/bin/busybox", "mkdir", "/made"]' \
        'COPY file /made/' >"$WORK/context/Dockerfile"
    head -c 1M /dev/urandom >"$WORK/context/file"
    docker build -q --network host -t "$REPOSITORY/built:v1" "$WORK/context"
    docker push -q "$REPOSITORY/built:v1"
    docker image rm "$REPOSITORY/built:v1"
    docker run --rm --network host "$REPOSITORY/built:v1" /bin/busybox cat /made/file >"$WORK/file"
    same_bytes "$WORK/context/file" "$WORK/file"
}

a_push_to_another_repository_mounts_the_layers() {
    docker tag "$REPOSITORY/app:v1" "$REPOSITORY/copy:v1"
    docker push "$REPOSITORY/copy:v1" | tee "$WORK/pushed"
    grep -q 'Mounted from docker/' "$WORK/pushed"
}

a_manifest_list_is_made_and_pushed() {
    local platform
    for platform in amd64 arm64; do
        put_image "$platform" "docker/list:$platform" --format v2s2
    done
    docker manifest create --insecure "$REPOSITORY/list:v1" \
        "$REPOSITORY/list:amd64" "$REPOSITORY/list:arm64"
    docker manifest push --insecure "$REPOSITORY/list:v1"
    same platforms 'amd64 arm64' "$(docker manifest inspect --insecure "$REPOSITORY/list:v1" |
        jq -r '.manifests[].platform.architecture' | xargs)"
}

each_platform_of_an_index_is_pulled() {
    put_image multi docker/multi:v1
    local platform
    for platform in amd64 arm64; do
        docker pull -q --platform "linux/$platform" "$REPOSITORY/multi:v1"
        same architecture "$platform" \
            "$(docker image inspect --format '{{.Architecture}}' "$REPOSITORY/multi:v1")"
    done
}

a_pull_goes_on_after_a_cut() {
    put_image large docker/large:v1
    cut_the_next download 9000000
    docker pull -q "$REPOSITORY/large:v1"
    a_connection_was_cut
}

the_rest_was_asked_for_as_a_range() {
    the_registry_answered 206 'GET /v2/docker/large/blobs/.*'
}

a_push_survives_a_cut_connection() {
    # The engine mounts what it has seen in this registry: a new layer has to travel.
    mkdir "$WORK/large"
    printf '%s\n' 'FROM scratch' 'COPY file /' >"$WORK/large/Dockerfile"
    head -c 24M /dev/urandom >"$WORK/large/file"
    docker build -q --network host -t "$REPOSITORY/again:v1" "$WORK/large"
    cut_the_next upload 9000000
    docker push -q "$REPOSITORY/again:v1"
    a_connection_was_cut
}

logs_out() {
    docker logout "$REGISTRY"
    docker image rm -f "$REPOSITORY/copy:v1"
    refused 'unauthorized|no basic auth|access' docker pull -q "$REPOSITORY/copy:v1"
}

start_docker_engine
check the_engine_starts
check a_wrong_password_is_refused
check logs_in_with_the_right_password
check a_pushed_image_is_pulled_back_the_same
check the_pulled_image_runs
check an_image_is_built_on_a_base_from_the_registry
check a_push_to_another_repository_mounts_the_layers
in_plain_http && check a_manifest_list_is_made_and_pushed
check each_platform_of_an_index_is_pulled
check a_pull_goes_on_after_a_cut
in_plain_http && check the_rest_was_asked_for_as_a_range
check a_push_survives_a_cut_connection
in_plain_http && check logs_out
finish
