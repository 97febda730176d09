#!/usr/bin/env bash
# Pulls with real clients through `berth router`: router.sh http|https
#
# The router stands before a Harbor of one project (harbor.py), whose images are in Berth's core.
# The account `reader` may pull; that it is asked for and checked is what every client has to show.
. "$(dirname "$0")/lib.sh"

SCHEME=${1:?"usage: router.sh http|https"}
SUBJECT=router/$SCHEME
WORK=$(mktemp -d "$CI_WORK/router.XXXXXX")
HOME=$WORK/home
mkdir "$HOME"
TLS_VERIFY=$(in_plain_http && echo false || echo true)
CERTIFICATES=$WORK/certificates
HOSTS=$WORK/hosts
CONTAINERD=$WORK/containerd.sock
REGISTRY_AUTH_FILE=$WORK/auth.json
mkdir "$CERTIFICATES"

start_upstream() {
    REGISTRY_USER=admin
    REGISTRY_PASSWORD=$(openssl rand -hex 16)
    start_berth "router-core-$SCHEME" BERTH_AUTH_ADMIN_PASSWORD="$REGISTRY_PASSWORD" || exit 1
    PIDS+=("$SERVER_PID")
    REGISTRY=$REGISTRY_ADDRESS
    SCHEME=http make_project hub || exit 1
    HARBOR=127.0.0.1:$(free_port)
    python3 "$CI_DIRECTORY/harbor.py" "$HARBOR" "$REGISTRY" &
    PIDS+=($!)
    local image
    for image in amd64 multi large; do
        put_image "$image" "hub/team/app:$image" --preserve-digests || exit 1
    done
}

start_router() {
    local settings=(
        HARBOR_URL="http://$HARBOR" HARBOR_USERNAME="$REGISTRY_USER"
        HARBOR_PASSWORD="$REGISTRY_PASSWORD" REDIS_SENTINELS=127.0.0.1:1
    )
    if ! in_plain_http; then
        make_certificates "$WORK/tls" >"$WORK/tls.log" 2>&1 || exit 1
        CA=$WORK/tls/ca.crt
        cp "$CA" "$CERTIFICATES/ca.crt"
        settings+=(
            BERTH_HTTP_TLS_CERTIFICATE="$WORK/tls/server.crt"
            BERTH_HTTP_TLS_KEY="$WORK/tls/server.key"
        )
    fi
    start_role router "router-$SCHEME" "${settings[@]}" || exit 1
    PIDS+=("$SERVER_PID")
    ROUTER=$REGISTRY_ADDRESS
    IMAGE=$ROUTER/proxy/team/app
}

stop_all() {
    stop "${PIDS[@]}"
    unmount_below "$WORK"
}

# ---- skopeo ----

skopeo_needs_a_login() {
    refused 'unauthorized|authentication required' skopeo inspect --no-creds \
        --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "docker://$IMAGE:amd64"
}

skopeo_copies_an_index_with_every_byte() {
    skopeo copy -q --all --preserve-digests --src-creds reader:reader \
        --src-tls-verify="$TLS_VERIFY" --src-cert-dir "$CERTIFICATES" \
        "docker://$IMAGE:multi" "oci:$WORK/multi:multi"
    same digest "$(digest_of multi)" "$(jq -r '.manifests[0].digest' "$WORK/multi/index.json")"
}

# ---- podman ----

podman_here() { podman --root "$WORK/store" --runroot "$WORK/run" --storage-driver overlay "$@"; }

podman_with_a_wrong_password_is_refused() {
    refused 'unauthorized|invalid username/password' podman_here login -u reader -p wrong \
        --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "$ROUTER"
}

podman_logs_in_and_pulls() {
    podman_here login -u reader --password-stdin --tls-verify="$TLS_VERIFY" \
        --cert-dir "$CERTIFICATES" "$ROUTER" <<<reader
    podman_here pull -q --tls-verify="$TLS_VERIFY" --cert-dir "$CERTIFICATES" "$IMAGE:amd64"
    same digest "$(digest_of amd64)" \
        "$(podman_here image inspect --format '{{.Digest}}' "$IMAGE:amd64")"
}

a_push_is_told_where_to_go() {
    refused 'serves pulls only|405|unsupported' podman_here push --tls-verify="$TLS_VERIFY" \
        --cert-dir "$CERTIFICATES" "$IMAGE:amd64" "$ROUTER/proxy/team/pushed:v1"
}

# ---- docker ----

docker_starts() {
    eventually 60 docker version || tail -n 20 "$WORK/dockerd.log"
    docker version
}

docker_without_a_login_is_refused() {
    refused 'unauthorized|no basic auth|denied' docker pull -q "$IMAGE:amd64"
}

docker_logs_in_and_pulls() {
    docker login -u reader --password-stdin "$ROUTER" <<<reader
    docker pull -q "$IMAGE:amd64"
    docker pull -q "$IMAGE:large"
    same digest "$IMAGE@$(digest_of amd64)" \
        "$(docker image inspect --format '{{index .RepoDigests 0}}' "$IMAGE:amd64")"
}

# ---- containerd ----

start_containerd() {
    mkdir -p "$HOSTS/$ROUTER"
    {
        echo "server = \"$SCHEME://$ROUTER\""
        echo "[host.\"$SCHEME://$ROUTER\"]"
        echo 'capabilities = ["pull", "resolve"]'
        in_plain_http || echo "ca = \"$CA\""
    } >"$HOSTS/$ROUTER/hosts.toml"
    {
        echo 'version = 2'
        echo "root = '$WORK/root'"
        echo "state = '$WORK/state'"
        echo "disabled_plugins = ['io.containerd.grpc.v1.cri']"
        echo "[grpc]"
        echo "address = '$CONTAINERD'"
    } >"$WORK/config.toml"
    containerd --config "$WORK/config.toml" >"$WORK/containerd.log" 2>&1 &
    PIDS+=($!)
}

containerd_pull() {
    ctr --address "$CONTAINERD" images pull --hosts-dir "$HOSTS" --user "$1" --all-platforms \
        "$IMAGE:$2"
}

containerd_with_a_wrong_password_is_refused() {
    eventually 30 ctr --address "$CONTAINERD" version || tail -n 20 "$WORK/containerd.log"
    refused '401|unauthorized|authorization failed' containerd_pull reader:wrong multi
}

containerd_pulls_with_its_hosts_toml() {
    containerd_pull reader:reader multi
    containerd_pull reader:reader large
    same digest "$(digest_of multi)" \
        "$(ctr --address "$CONTAINERD" images list "name==$IMAGE:multi" | awk 'NR == 2 { print $3 }')"
}

# ---- operators ----

operators_are_told_where_an_image_comes_from() {
    contains 'the explanation' \
        "$(curl -fsS "http://$MANAGEMENT_ADDRESS/explain?image=team/app:multi")" '"project":"hub"'
}

# ---- the dashboard ----

# But for what appears only when something happens: a breaker opens, Redis answers, calls crowd.
every_metric_of_the_dashboard_is_there() {
    local name metrics
    metrics=$(curl -fsS "http://$MANAGEMENT_ADDRESS/metrics")
    for name in $(grep -oE '(harbor_router|berth|jvm|process)_[a-z_]+[a-z]' \
        "$ROOT/deploy/grafana/berth-router.json" | grep -vE "circuit_breaker|redis_operations|crowded_calls" |
        sort -u); do
        grep -qE "^$name[{ ]" <<<"$metrics" || fail "there is no metric $name"
    done
}

PIDS=()
CA=
trap stop_all EXIT
IMAGES=${IMAGES:-$CI_WORK/images}
[[ -e $IMAGES ]] || bash "$CI_DIRECTORY/images.sh" || exit 1
start_upstream
start_router
check skopeo_needs_a_login
check skopeo_copies_an_index_with_every_byte
check podman_with_a_wrong_password_is_refused
check podman_logs_in_and_pulls
check a_push_is_told_where_to_go
start_docker_engine
PIDS+=("$ENGINE_PID")
trap stop_all EXIT # The engine has set one of its own.
check docker_starts
# Through HTTPS, the engine tries plain HTTP on a loopback address next, and tells of that.
in_plain_http && check docker_without_a_login_is_refused
check docker_logs_in_and_pulls
start_containerd
check containerd_with_a_wrong_password_is_refused
check containerd_pulls_with_its_hosts_toml
check operators_are_told_where_an_image_comes_from
check every_metric_of_the_dashboard_is_there
finish
