#!/usr/bin/env bash
# Harbor's API through clients that OpenAPI Generator makes of its contract, and through one that
# others wrote for Harbor (harborapi_calls): api.sh [SCRIPT...]
#
# Each api/SCRIPT.py, and java, calls Berth, started here from the built tree, and gets:
#
#   URL                               where the registry is
#   REGISTRY_USER, REGISTRY_PASSWORD  the administrator
. "$(dirname "$0")/lib.sh"

SCRIPTS=("$@")
((${#SCRIPTS[@]} > 0)) || SCRIPTS=(system users projects robots harborapi_calls java)

# shellcheck disable=SC2034,SC2209 # lib.sh exports what is set.
REGISTRY_USER=admin
REGISTRY_PASSWORD=$(openssl rand -hex 16)
trap 'stop ${SERVER_PID:-}' EXIT
start_berth api BERTH_AUTH_ADMIN_PASSWORD="$REGISTRY_PASSWORD" || exit 1
# shellcheck disable=SC2034
URL=http://$REGISTRY_ADDRESS

# run_script NAME COMMAND...
run_script() {
    local name=$1 status
    shift
    SUBJECT=api/$name timeout --kill-after=5 300 "$@"
    status=$?
    ((status == 0)) || failed+=("$name")
    ((status <= 1)) || record "api/$name" "the script runs to its end (status $status)" failed 0
}

failed=()
for script in "${SCRIPTS[@]}"; do
    if [[ $script == java ]]; then
        run_script java "$("$ROOT/.mvn/find-jdk")/bin/java" -XX:TieredStopAtLevel=1 \
            --class-path "$CI_TOOLS/api/classes:$(cat "$CI_TOOLS/api/classpath")" ApiCalls
    else
        run_script "$script" python "$CI_DIRECTORY/api/$script.py"
    fi
done
if ((${#failed[@]} > 0)); then
    echo "$(now)  failed: ${failed[*]}; the end of Berth's log:"
    tail -n 60 "$CI_WORK/api/berth.log" | cut -c 1-600
    exit 1
fi
