#!/usr/bin/env bash
# Runs every foreign client against one registry: clients.sh http|https [CLIENT...]
#
# The registry is Berth, started here from the built tree, or, for comparison, the one that REGISTRY
# (host:port), REGISTRY_USER, REGISTRY_PASSWORD and for https CA name. A tap stands between. Each client
# has a project of its name; another registry must have them, if it has projects.
#
# Each clients/CLIENT.sh gets:
#
#   REGISTRY                          host:port, of the tap
#   SCHEME, CA                        http or https; the file with the private CA's certificate
#   REGISTRY_USER, REGISTRY_PASSWORD  who may do everything
#   IMAGES                            test images, see images.sh
#   WORK, HOME                        empty folders of its own
. "$(dirname "$0")/lib.sh"

SCHEME=${1:?"usage: clients.sh http|https [CLIENT...]"}
shift
CLIENTS=("$@")
((${#CLIENTS[@]} > 0)) ||
    CLIENTS=(
        curl skopeo crane regctl buildah podman docker containerd
        oras oras-java jib helm cosign
    )
# Time for one client, all checks together.
CLIENT_SECONDS=300

start_registry() {
    local settings=(
        BERTH_AUTH_ADMIN_PASSWORD="$REGISTRY_PASSWORD"
        BERTH_STORAGE_DELETE_ENABLED=true
        BERTH_AUTH_ANONYMOUS_PUSH=anonymous
    )
    if [[ $SCHEME == https ]]; then
        make_certificates "$CI_WORK/tls" >"$CI_WORK/tls.log" 2>&1 || {
            cat "$CI_WORK/tls.log"
            return 1
        }
        CA=$CI_WORK/tls/ca.crt
        settings+=(
            BERTH_HTTP_TLS_CERTIFICATE="$CI_WORK/tls/server.crt"
            BERTH_HTTP_TLS_KEY="$CI_WORK/tls/server.key"
        )
    fi
    start_berth "berth-$SCHEME" "${settings[@]}" || return 1
    local client
    for client in anonymous "${CLIENTS[@]}"; do
        make_project "$client" || return 1
    done
}

# run_client CLIENT ADDRESS: the registry sees it come from ADDRESS, as from a machine of its own:
# what one client does with wrong passwords slows only that one.
run_client() {
    local client=$1
    start_tap "$SERVER" "$2"
    WORK=$(mktemp -d "$CI_WORK/$client.XXXXXX")
    mkdir "$WORK/home"
    env HOME="$WORK/home" WORK="$WORK" SUBJECT="$client/$SCHEME" REGISTRY="$TAP_ADDRESS" \
        timeout --kill-after=20 "$CLIENT_SECONDS" \
        bash "$CI_DIRECTORY/clients/$client.sh" </dev/null
    local status=$?
    stop "$TAP_PID"
    case $status in
        0) ;;
        1) FAILED_CLIENTS+=("$client") ;;
        *)
            record "$client/$SCHEME" "the script runs to its end (status $status)" failed 0
            FAILED_CLIENTS+=("$client")
            ;;
    esac
}

SERVER=${REGISTRY:-}
FAILED_CLIENTS=()
CA=${CA:-}
SERVER_LOG=
trap 'stop ${TAP_PID:-} ${SERVER_PID:-}' EXIT
if [[ -z $SERVER ]]; then
    REGISTRY_USER=admin
    REGISTRY_PASSWORD=$(openssl rand -hex 16)
    start_registry || exit 1
    SERVER=$REGISTRY_ADDRESS
    SERVER_LOG=$CI_WORK/berth-$SCHEME/berth.log
fi
IMAGES=${IMAGES:-$CI_WORK/images}
[[ -e $IMAGES ]] || bash "$CI_DIRECTORY/images.sh" || exit 1

for i in "${!CLIENTS[@]}"; do
    run_client "${CLIENTS[i]}" "127.0.0.$((i + 2))"
done
if ((${#FAILED_CLIENTS[@]} > 0)); then
    echo "$(now)  failed: ${FAILED_CLIENTS[*]}"
    if [[ -n $SERVER_LOG ]]; then
        echo "the end of Berth's log:"
        tail -n 60 "$SERVER_LOG" | cut -c 1-600
    fi
    exit 1
fi
