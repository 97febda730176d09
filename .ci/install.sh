#!/usr/bin/env bash
# Installs what .ci/run needs and the machine lacks; does nothing, quickly, where all is there.
#
# - Debian packages: clients, and what makes test images without a network.
# - Go programs and a Python environment: in $CI_TOOLS, at the versions below.
# - A client of Harbor's API, made from the contract.
# - The class path of the clients from Maven; what Berth itself takes from there, its build names.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

PACKAGES=(
    maven git openssl ca-certificates curl jq python3 python3-venv
    skopeo buildah podman containerd docker.io runc conmon golang-github-containers-common
    umoci busybox-static redis-server redis-sentinel
)
GO_PROGRAMS=(
    crane=github.com/google/go-containerregistry/cmd/crane@v0.22.1
    regctl=github.com/regclient/regclient/cmd/regctl@v0.11.7
    helm=helm.sh/helm/v3/cmd/helm@v3.22.0
    cosign=github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
)
ORAS=oras==0.2.43
# Makes clients of Harbor's API.
OPENAPI_GENERATOR=org.openapitools:openapi-generator-cli:7.25.0

install_packages() {
    local package missing=()
    for package in "${PACKAGES[@]}"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    ((${#missing[@]} > 0)) || return 0
    echo "$(now)  Debian: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

install_go_programs() {
    local entry name module
    for entry in "${GO_PROGRAMS[@]}"; do
        name=${entry%%=*} module=${entry#*=}
        [[ $(installed_version "$name") != "${module#*@}" ]] || continue
        echo "$(now)  Go: $module"
        GOBIN=$CI_TOOLS/bin go install "$module" 2>&1 | grep -v '^go: downloading' || true
        [[ -x $CI_TOOLS/bin/$name ]]
    done
}

installed_version() {
    go version -m "$CI_TOOLS/bin/$1" 2>/dev/null | awk '$1 == "mod" { print $3 }'
}

install_oras() {
    "$CI_TOOLS/venv/bin/python" -m pip show -q oras 2>/dev/null && return
    echo "$(now)  Python: $ORAS"
    python3 -m venv "$CI_TOOLS/venv"
    "$CI_TOOLS/venv/bin/python" -m pip install -q "$ORAS"
}

install_java_clients() {
    local sources=$CI_DIRECTORY/clients/java
    local seen=$JAVA_CLIENTS/sources.sha256
    (cd "$sources" && sha256sum --check --status "$seen" 2>/dev/null) && return
    echo "$(now)  Java: $(cd "$sources" && echo ./*)"
    mkdir -p "$JAVA_CLIENTS"
    JAVA_HOME=$("$ROOT/.mvn/find-jdk")
    export JAVA_HOME
    mvn -q --batch-mode -Dstyle.color=never -f "$sources/pom.xml" dependency:build-classpath \
        -Dmdep.outputFile="$JAVA_CLIENTS/classpath"
    "$JAVA_HOME/bin/javac" -d "$JAVA_CLIENTS" --class-path "$(cat "$JAVA_CLIENTS/classpath")" \
        "$sources"/*.java
    (cd "$sources" && sha256sum ./* >"$seen")
}

# The client in Python, into the same environment; made anew when the contract or this part changes.
install_api_client() {
    local contract=$ROOT/core/src/test/resources/dev/berth/core/contract/contract.json
    local home=$CI_TOOLS/api version=${OPENAPI_GENERATOR##*:} seen
    seen="$OPENAPI_GENERATOR $(cat "$contract" "$CI_DIRECTORY/api/swagger.py" | sha256sum)"
    [[ $(cat "$home/made-of" 2>/dev/null) != "$seen" ]] || return 0
    echo "$(now)  API client: $OPENAPI_GENERATOR"
    rm -rf "$home"
    mkdir -p "$home"
    JAVA_HOME=$("$ROOT/.mvn/find-jdk")
    export JAVA_HOME
    mvn -q --batch-mode -Dstyle.color=never dependency:copy -Dartifact="$OPENAPI_GENERATOR" \
        -DoutputDirectory="$home"
    python3 "$CI_DIRECTORY/api/swagger.py" "$contract" >"$home/swagger.json"
    "$JAVA_HOME/bin/java" -jar "$home/openapi-generator-cli-$version.jar" generate \
        -g python -i "$home/swagger.json" -o "$home/python" --package-name harbor_client \
        --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
        >"$home/generate.log" 2>&1 || {
        tail -n 40 "$home/generate.log"
        return 1
    }
    "$CI_TOOLS/venv/bin/python" -m pip install -q "$home/python"
    echo "$seen" >"$home/made-of"
}

mkdir -p "$CI_TOOLS/bin"
install_packages
install_go_programs
install_oras
install_java_clients
install_api_client
echo "$(now)  installed: Go programs ${GO_PROGRAMS[*]%%=*}, $ORAS, and" \
    "$(dpkg-query -W -f '${Package} ${Version}, ' "${PACKAGES[@]}")"
