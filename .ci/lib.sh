# What every script of .ci shares: checks and their results, Berth as a child process, the tap.
#
# Every function is exported (`set -a`), because a check runs in a bash of its own under `timeout`:
# there `set -e` holds all the way down, and a hang ends with a message instead of with the stage.
# shellcheck shell=bash
set -a
set -uo pipefail

CI_DIRECTORY=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(dirname "$CI_DIRECTORY")
# (No variable here begins with BERTH_: Berth refuses to start with a setting that it does not know.)
# Where install.sh puts what is not a Debian package; kept between runs.
CI_TOOLS=${CI_TOOLS:-$HOME/.cache/berth-ci}
# The compiled clients in Java and, in the file `classpath`, what they need.
JAVA_CLIENTS=$CI_TOOLS/java-clients
PATH=$CI_TOOLS/bin:$CI_TOOLS/venv/bin:$PATH
# Everything that a run makes; RESULTS has one line per check: subject, check, outcome, seconds.
# In lower case: a path inside an image reference must be.
CI_WORK=${CI_WORK:-${TMPDIR:-/tmp}/berth-ci.$(od -An -N6 -tx1 /dev/urandom | tr -d ' ')}
mkdir -p "$CI_WORK"
RESULTS=${RESULTS:-$CI_WORK/results.tsv}
CHECK_SECONDS=${CHECK_SECONDS:-120}

now() { date +%H:%M:%S; }

seconds_since() { awk -v from="$1" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }'; }

# record SUBJECT CHECK passed|failed|skipped SECONDS
record() { printf '%s\t%s\t%s\t%s\n' "$@" >>"$RESULTS"; }

# ---- checks ----

# check FUNCTION [ARGUMENT...]: runs one check. Its name is the sentence that it proves.
#
# What it prints is shown only if it fails. The script goes on with the next check either way.
check() {
    local sentence=${*//_/ } started=$EPOCHREALTIME log outcome=passed
    log=$(mktemp "$CI_WORK/check.XXXXXX")
    printf '%s  %-11s %s ... ' "$(now)" "$SUBJECT" "$sentence"
    timeout --kill-after=5 "$CHECK_SECONDS" bash -euo pipefail -c '"$@"' check "$@" \
        >"$log" 2>&1 </dev/null
    local status=$?
    ((status == 0)) || outcome=failed
    ((status != 124 && status != 137)) || echo "timed out after $CHECK_SECONDS s" >>"$log"
    local took
    took=$(seconds_since "$started")
    record "$SUBJECT" "$sentence" "$outcome" "$took"
    echo "$outcome ($took s)"
    if [[ $outcome == failed ]]; then
        FAILED_CHECKS=$((FAILED_CHECKS + 1))
        tail -n 40 "$log" | cut -c 1-1000 | sed 's/^/    | /'
    fi
    rm -f "$log"
}
FAILED_CHECKS=0

# Ends a script of checks: status 1 if one failed.
finish() { exit $((FAILED_CHECKS > 0)); }

# same WHAT EXPECTED ACTUAL
same() {
    [[ $2 == "$3" ]] || fail "$1: expected '$2', got '$3'"
}

# same_bytes FILE FILE
same_bytes() {
    cmp -- "$1" "$2" || fail "$1 and $2 differ"
}

# contains WHAT TEXT EXPECTED
contains() {
    [[ $2 == *"$3"* ]] || fail "$1: expected to find '$3' in: $2"
}

# refused PATTERN COMMAND...: the command must fail and say why (an extended regular expression).
refused() {
    local pattern=$1 said
    shift
    if said=$("$@" 2>&1); then
        fail "'$*' should have been refused, but succeeded: $said"
    fi
    grep -qiE -- "$pattern" <<<"$said" || fail "'$*' failed, but not with /$pattern/: $said"
}

# digest_of TAG: of a test image, as images.sh made it.
digest_of() {
    jq -r --arg tag "$1" '.manifests[]
        | select(.annotations["org.opencontainers.image.ref.name"] == $tag)
        | .digest' "$IMAGES/index.json"
}

# put_image IMAGE NAME:TAG [OPTION...]: pushes a test image for a client that cannot make it.
put_image() {
    local image=$1 name=$2
    shift 2
    skopeo copy -q --all --dest-tls-verify=false \
        --dest-creds "$REGISTRY_USER:$REGISTRY_PASSWORD" "$@" \
        "oci:$IMAGES:$image" "docker://$REGISTRY/$name"
}

# run_java [OPTION...] CLASS [ARGUMENT...]: one of clients/java.
run_java() {
    "$("$ROOT/.mvn/find-jdk")/bin/java" -XX:TieredStopAtLevel=1 \
        --sun-misc-unsafe-memory-access=allow \
        --class-path "$JAVA_CLIENTS:$(cat "$JAVA_CLIENTS/classpath")" "$@"
}

# manifest_in_registry NAME REFERENCE: the bytes, whatever kind of manifest it is.
manifest_in_registry() {
    curl -fsS --cacert "${CA:-/dev/null}" -u "$REGISTRY_USER:$REGISTRY_PASSWORD" \
        -H "Accept: application/vnd.oci.image.index.v1+json" \
        -H "Accept: application/vnd.oci.image.manifest.v1+json" \
        -H "Accept: application/vnd.docker.distribution.manifest.list.v2+json" \
        -H "Accept: application/vnd.docker.distribution.manifest.v2+json" \
        "$SCHEME://$REGISTRY/v2/$1/manifests/$2"
}

# same_layout EXPECTED ACTUAL: every blob of the one OCI layout is in the other, byte for byte.
same_layout() {
    local blob
    for blob in "$1"/blobs/sha256/*; do
        same_bytes "$blob" "$2/blobs/sha256/${blob##*/}"
    done
}

in_plain_http() { [[ $SCHEME == http ]]; }

fail() {
    echo "$*" >&2
    exit 1
}

# eventually SECONDS COMMAND...: repeats the command until it succeeds.
eventually() {
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < until)) || fail "still failing: $*"
        sleep 0.1
    done
}

# ---- processes ----

free_port() {
    python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])'
}

# stop PID...: asks, waits, insists.
stop() {
    local pid
    for pid in "$@"; do
        kill "$pid" 2>/dev/null || continue
        timeout 20 tail --pid="$pid" -f /dev/null || kill -9 "$pid" 2>/dev/null
        wait "$pid" 2>/dev/null
    done
}

# unmount_below FOLDER: what an engine has left mounted.
unmount_below() {
    awk -v folder="$1/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort -r |
        xargs -r umount
}

# make_certificates FOLDER: a CA of our own and a certificate for 127.0.0.1 and localhost from it.
make_certificates() {
    mkdir -p "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -batch \
        -subj '/CN=Berth test CA' -addext basicConstraints=critical,CA:true \
        -addext keyUsage=critical,keyCertSign -keyout "$1/ca.key" -out "$1/ca.crt" &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch \
            -subj '/CN=localhost' -keyout "$1/server.key" -out "$1/server.csr" &&
        openssl x509 -req -in "$1/server.csr" -CA "$1/ca.crt" -CAkey "$1/ca.key" -days 2 \
            -extfile <(echo 'subjectAltName=IP:127.0.0.1,DNS:localhost
                extendedKeyUsage=serverAuth
                basicConstraints=critical,CA:false') -out "$1/server.crt"
}

# start_berth NAME [SETTING=VALUE...]: starts `./berth core`, with its data in $CI_WORK/NAME.
start_berth() {
    local name=$1
    shift
    start_role core "$name" BERTH_DATA_DIRECTORY="$CI_WORK/$name/data" "$@"
}

# start_role ROLE NAME [SETTING=VALUE...]: starts a role on free ports, waits until it is ready.
#
# Sets REGISTRY_ADDRESS, MANAGEMENT_ADDRESS and SERVER_PID. The log is in $CI_WORK/NAME.
start_role() {
    local role=$1 name=$2 home=$CI_WORK/$2
    shift 2
    mkdir -p "$home"
    REGISTRY_ADDRESS=127.0.0.1:$(free_port)
    MANAGEMENT_ADDRESS=127.0.0.1:$(free_port)
    env BERTH_HTTP_LISTEN="$REGISTRY_ADDRESS" BERTH_MANAGEMENT_LISTEN="$MANAGEMENT_ADDRESS" \
        "$@" \
        "$ROOT/berth" "$role" >"$home/berth.log" 2>&1 </dev/null &
    SERVER_PID=$!
    if ! berth_is_ready_within 60; then
        echo "Berth ($name) did not become ready; the end of $home/berth.log:"
        tail -n 40 "$home/berth.log"
        stop "$SERVER_PID"
        return 1
    fi
}

berth_is_ready_within() {
    local until=$((SECONDS + $1))
    until curl -fso /dev/null --max-time 2 "http://$MANAGEMENT_ADDRESS/readyz"; do
        kill -0 "$SERVER_PID" 2>/dev/null && ((SECONDS < until)) || return 1
        sleep 0.1
    done
}

# make_project NAME: in the registry that start_berth started, over $SCHEME.
make_project() {
    curl -fsS --cacert "${CA:-/dev/null}" -u "$REGISTRY_USER:$REGISTRY_PASSWORD" \
        -H 'Content-Type: application/json' -d "{\"project_name\":\"$1\"}" \
        "$SCHEME://$REGISTRY_ADDRESS/api/v2.0/projects"
}

# in_berth: whether the registry has robots, and the client's project; another one may have none.
in_berth() {
    curl -fs -o "$WORK/ping" --cacert "${CA:-/dev/null}" "$SCHEME://$REGISTRY/api/v2.0/ping"
}

# make_robot PROJECT NAME ACTION...: what may be done with repositories; prints name and secret.
make_robot() {
    local project=$1 name=$2
    shift 2
    jq -n --arg project "$project" --arg name "$name" '{
        name: $name, level: "project", duration: 1,
        permissions: [{
            kind: "project", namespace: $project,
            access: [$ARGS.positional[] | {resource: "repository", action: .}]
        }]
    }' --args "$@" | curl -fsS --cacert "${CA:-/dev/null}" -u "$REGISTRY_USER:$REGISTRY_PASSWORD" \
        -H 'Content-Type: application/json' -d @- "$SCHEME://$REGISTRY/api/v2.0/robots"
}

# start_docker_engine: an engine of its own in $WORK, without a network; it ends with the script.
start_docker_engine() {
    DOCKER_HOST=unix://$WORK/docker.sock
    DOCKER_CONFIG=$WORK/docker
    mkdir "$DOCKER_CONFIG"
    dockerd --host "$DOCKER_HOST" --data-root "$WORK/data" --exec-root "$WORK/exec" \
        --pidfile "$WORK/docker.pid" --iptables=false --ip6tables=false --bridge=none \
        >"$WORK/dockerd.log" 2>&1 &
    ENGINE_PID=$!
    trap stop_docker_engine EXIT
}

stop_docker_engine() {
    stop "$ENGINE_PID"
    unmount_below "$WORK"
}

# ---- the tap: a TCP proxy between client and registry that logs and cuts (tap.py) ----

# start_tap TARGET SOURCE: sets TAP_ADDRESS, TAP_PID and TAP (its folder).
start_tap() {
    TAP=$(mktemp -d "$CI_WORK/tap.XXXXXX")
    TAP_ADDRESS=127.0.0.1:$(free_port)
    python3 "$CI_DIRECTORY/tap.py" "$TAP_ADDRESS" "$1" "$2" "$TAP" &
    TAP_PID=$!
    eventually 10 test -e "$TAP/listening"
}

# cut_the_next download|upload BYTES: the next connection to carry that many bytes is cut there.
cut_the_next() {
    printf '%s %s\n' "$1" "$2" >"$TAP/cut.new"
    mv "$TAP/cut.new" "$TAP/cut"
}

a_connection_was_cut() {
    [[ ! -e $TAP/cut ]] || fail "no connection was long enough to be cut"
}

# the_registry_answered STATUS REQUEST-PATTERN: in plain HTTP, by the tap's log.
the_registry_answered() {
    grep -qE -- "^$2 -> $1\$" "$TAP/requests" ||
        fail "no answer $1 to /$2/; last requests: $(tail -n 15 "$TAP/requests")"
}
