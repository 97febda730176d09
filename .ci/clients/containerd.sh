#!/usr/bin/env bash
# containerd, through ctr: what Kubernetes pulls with. Its folder of hosts is what a node has, too.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/containerd
SOCKET=$WORK/containerd.sock
HOSTS=$WORK/hosts

start_containerd() {
    mkdir -p "$HOSTS/$REGISTRY"
    {
        echo "server = \"$SCHEME://$REGISTRY\""
        echo "[host.\"$SCHEME://$REGISTRY\"]"
        echo 'capabilities = ["pull", "resolve", "push"]'
        in_plain_http || echo "ca = \"$CA\""
    } >"$HOSTS/$REGISTRY/hosts.toml"
    {
        echo 'version = 2'
        echo "root = '$WORK/root'"
        echo "state = '$WORK/state'"
        echo "disabled_plugins = ['io.containerd.grpc.v1.cri']"
        echo "[grpc]"
        echo "address = '$SOCKET'"
    } >"$WORK/config.toml"
    containerd --config "$WORK/config.toml" >"$WORK/containerd.log" 2>&1 &
    CONTAINERD_PID=$!
    trap stop_containerd EXIT
}

stop_containerd() {
    stop "$CONTAINERD_PID"
    unmount_below "$WORK"
}

engine() { ctr --address "$SOCKET" "$@"; }

# remote pull|push ...
remote() {
    local command=$1
    shift
    engine images "$command" --hosts-dir "$HOSTS" --user "$REGISTRY_USER:$REGISTRY_PASSWORD" "$@"
}

digest_here() {
    engine images list "name==$1" | awk 'NR == 2 { print $3 }'
}

the_engine_starts() {
    eventually 30 engine version || tail -n 20 "$WORK/containerd.log"
    engine version
}

an_index_with_two_platforms_comes_back_the_same() {
    engine images import --no-unpack --all-platforms --base-name "$REPOSITORY/app" \
        "$IMAGES.multi.tar"
    remote push "$REPOSITORY/app:multi"
    engine images remove --sync "$REPOSITORY/app:multi"
    remote pull --all-platforms "$REPOSITORY/app:multi"
    same digest "$(digest_of multi)" "$(digest_here "$REPOSITORY/app:multi")"
    engine images check "name==$REPOSITORY/app:multi" | grep -q complete
}

a_wrong_password_is_refused() {
    refused '401|unauthorized|authorization failed' engine images pull --hosts-dir "$HOSTS" \
        --user "$REGISTRY_USER:wrong" "$REPOSITORY/app:multi"
}

an_image_is_pulled_by_digest() {
    remote pull --platform linux/amd64 "$REPOSITORY/app@$(digest_of amd64)"
}

the_pulled_image_runs() {
    same output 'it runs' "$(engine run --rm --net-host "$REPOSITORY/app@$(digest_of amd64)" once)"
}

a_push_to_another_repository_mounts_the_layers() {
    engine images tag "$REPOSITORY/app:multi" "$REPOSITORY/copy:multi"
    remote push "$REPOSITORY/copy:multi"
    engine images remove --sync "$REPOSITORY/copy:multi"
    remote pull --all-platforms "$REPOSITORY/copy:multi"
    same digest "$(digest_of multi)" "$(digest_here "$REPOSITORY/copy:multi")"
}

the_mounts_were_answered_with_201() {
    the_registry_answered 201 'POST /v2/containerd/copy/blobs/uploads/\?.*mount=.*'
}

a_pull_survives_a_cut_connection() {
    put_image large containerd/large:v1 --preserve-digests
    cut_the_next download 9000000
    remote pull --platform linux/amd64 "$REPOSITORY/large:v1"
    a_connection_was_cut
    same digest "$(digest_of large)" "$(digest_here "$REPOSITORY/large:v1")"
}

the_rest_was_asked_for_as_a_range() {
    the_registry_answered 206 'GET /v2/containerd/large/blobs/.*'
}

start_containerd
check the_engine_starts
check an_index_with_two_platforms_comes_back_the_same
check a_wrong_password_is_refused
check an_image_is_pulled_by_digest
check the_pulled_image_runs
check a_push_to_another_repository_mounts_the_layers
in_plain_http && check the_mounts_were_answered_with_201
check a_pull_survives_a_cut_connection
in_plain_http && check the_rest_was_asked_for_as_a_range
finish
