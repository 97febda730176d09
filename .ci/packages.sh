#!/usr/bin/env bash
# Makes what users install, the archive and the container image, and runs both as they would.
. "$(dirname "$0")/lib.sh"

SUBJECT=packages
WORK=$(mktemp -d "$CI_WORK/packages.XXXXXX")
ARCHIVE_HOME="$WORK/a folder"
IMAGE=berth.test/berth:ci
VOLUME=$WORK/volume
PASSWORD=$(openssl rand -hex 16)
# An image is put into the registry and fetched back as bytes of this size.
LAYER_BYTES=1000000

the_archive_and_the_image_are_made() {
    "$ROOT/deploy/image" "$IMAGE"
}

the_archive_runs_where_it_is_unpacked_without_a_java_of_the_machine() {
    mkdir "$ARCHIVE_HOME"
    tar -xzf "$ROOT"/deploy/target/berth-*-linux-*.tar.gz -C "$ARCHIVE_HOME"
    local said
    said=$(env -i PATH=/usr/bin:/bin "$ARCHIVE_HOME/berth/bin/berth" version)
    contains version "$said" "$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' "$ROOT/pom.xml" | head -1)"
    env -i PATH=/usr/bin:/bin "$ARCHIVE_HOME/berth/bin/berth" --help >/dev/null
}

the_archive_serves() {
    local address management
    address=127.0.0.1:$(free_port)
    management=127.0.0.1:$(free_port)
    env -i PATH=/usr/bin:/bin BERTH_HTTP_LISTEN="$address" BERTH_MANAGEMENT_LISTEN="$management" \
        BERTH_DATA_DIRECTORY="$WORK/data-of-the-archive" BERTH_AUTH_ADMIN_PASSWORD="$PASSWORD" \
        "$ARCHIVE_HOME/berth/bin/berth" core >"$WORK/archive.log" 2>&1 &
    SERVER_PID=$!
    trap 'stop "$SERVER_PID"; tail -n 20 "$WORK/archive.log"' EXIT
    eventually 30 curl -fs "http://$management/readyz"
    a_blob_comes_back_from "$address"
    kill -TERM "$SERVER_PID"
    wait "$SERVER_PID" || fail "exit status after SIGTERM: $?"
}

# a_blob_comes_back_from ADDRESS
a_blob_comes_back_from() {
    local location digest
    head -c "$LAYER_BYTES" /dev/urandom >"$WORK/layer"
    digest=sha256:$(sha256sum "$WORK/layer" | cut -d' ' -f1)
    location=$(curl -fsS -u "admin:$PASSWORD" -X POST -D - -o /dev/null \
        "http://$1/v2/library/app/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
    curl -fsS -u "admin:$PASSWORD" -T "$WORK/layer" "http://$1$location?digest=$digest"
    curl -fsS -u "admin:$PASSWORD" -o "$WORK/layer.back" "http://$1/v2/library/app/blobs/$digest"
    same_bytes "$WORK/layer" "$WORK/layer.back"
}

systemd_understands_the_unit_and_finds_it_confined() {
    local unit=$WORK/berth.service said
    ln -s "$ARCHIVE_HOME/berth" "$WORK/opt"
    sed "s|/opt/berth/|$WORK/opt/|" "$ROOT/deploy/systemd/berth.service" >"$unit"
    said=$(systemd-analyze verify "$unit" 2>&1) || fail "$said"
    same 'complaints' '' "$said"
    # Of 100, more is less confined; a unit without any line about it has 96.
    systemd-analyze security --offline=true --threshold=20 --no-pager "$unit"
}

a_docker_engine_loads_the_image() {
    eventually 60 docker version
    docker load -q -i "$ROOT/deploy/target/berth-image.tar"
    same user 65532:65532 "$(docker image inspect --format '{{.Config.User}}' "$IMAGE")"
}

# run_image [ARGUMENT...]: as little as a container may have, and a root that cannot be written.
run_image() {
    docker run --read-only --cap-drop ALL --security-opt no-new-privileges --network host \
        --memory 512m --name berth -v "$VOLUME:/var/lib/berth" \
        -e BERTH_HTTP_LISTEN="$ADDRESS" -e BERTH_MANAGEMENT_LISTEN="$MANAGEMENT" \
        -e BERTH_AUTH_ADMIN_PASSWORD="$PASSWORD" "$@"
}

it_serves_without_any_right_on_a_read_only_root() {
    install -d -o 65532 -g 65532 -m 700 "$VOLUME"
    run_image -d "$IMAGE"
    eventually 30 curl -fs "http://$MANAGEMENT/readyz" || {
        docker logs berth
        false
    }
    a_blob_comes_back_from "$ADDRESS"
}

it_stops_when_it_is_asked_to() {
    docker stop -t 30 berth
    same 'exit status' 0 "$(docker inspect --format '{{.State.ExitCode}}' berth)"
}

what_was_pushed_is_there_after_a_new_container_is_made() {
    docker rm berth
    run_image -d "$IMAGE"
    eventually 30 curl -fs "http://$MANAGEMENT/readyz"
    curl -fsS -u "admin:$PASSWORD" -o "$WORK/layer.again" \
        "http://$ADDRESS/v2/library/app/blobs/sha256:$(sha256sum "$WORK/layer" | cut -d' ' -f1)"
    same_bytes "$WORK/layer" "$WORK/layer.again"
    docker stop -t 30 berth
}

ADDRESS=127.0.0.1:$(free_port)
MANAGEMENT=127.0.0.1:$(free_port)
CHECK_SECONDS=400 check the_archive_and_the_image_are_made
check the_archive_runs_where_it_is_unpacked_without_a_java_of_the_machine
check the_archive_serves
check systemd_understands_the_unit_and_finds_it_confined
start_docker_engine
check a_docker_engine_loads_the_image
check it_serves_without_any_right_on_a_read_only_root
check it_stops_when_it_is_asked_to
check what_was_pushed_is_there_after_a_new_container_is_made
finish
