#!/usr/bin/env bash
# Installs what .ci/run needs and the machine lacks; does nothing, quickly, where all is there.
#
# - Debian packages: clients, and what makes test images without a network.
# - Go programs and a Python environment: in $CI_TOOLS, at the versions below.
# - Clients of Harbor's API, made from the contract.
# - The class path of the clients from Maven; what Berth itself takes from there, its build names.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

PACKAGES=(
    maven git openssl ca-certificates curl jq python3 python3-venv
    skopeo buildah podman containerd docker.io runc conmon golang-github-containers-common
    umoci busybox-static redis-server redis-sentinel nginx-light systemd
)
GO_PROGRAMS=(
    crane=github.com/google/go-containerregistry/cmd/crane@v0.22.1
    regctl=github.com/regclient/regclient/cmd/regctl@v0.11.7
    helm=helm.sh/helm/v3/cmd/helm@v3.22.0
    cosign=github.com/sigstore/cosign/v3/cmd/cosign@v3.1.3
)
ORAS=oras==0.2.43
# A client that others wrote for Harbor's API.
HARBORAPI=harborapi==0.26.2
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

install_harborapi() {
    "$CI_TOOLS/venv/bin/python" -m pip show -q harborapi 2>/dev/null && return
    echo "$(now)  Python: $HARBORAPI"
    "$CI_TOOLS/venv/bin/python" -m pip install -q "$HARBORAPI"
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

# Clients in Python, into the same environment, and Java; made anew when what they come from changes.
install_api_clients() {
    local contract=$ROOT/core/src/test/resources/dev/berth/core/contract/contract.json
    local home=$CI_TOOLS/api seen
    seen="$OPENAPI_GENERATOR $(cat "$contract" "$CI_DIRECTORY"/api/{swagger.py,java/*} | sha256sum)"
    [[ $(cat "$home/made-of" 2>/dev/null) != "$seen" ]] || return 0
    echo "$(now)  API clients: $OPENAPI_GENERATOR"
    rm -rf "$home"
    mkdir -p "$home"
    JAVA_HOME=$("$ROOT/.mvn/find-jdk")
    export JAVA_HOME
    mvn -q --batch-mode -Dstyle.color=never dependency:copy -Dartifact="$OPENAPI_GENERATOR" \
        -DoutputDirectory="$home"
    python3 "$CI_DIRECTORY/api/swagger.py" "$contract" >"$home/swagger.json"
    generate_api_client python --package-name harbor_client
    "$CI_TOOLS/venv/bin/python" -m pip install -q --force-reinstall --no-deps "$home/python"
    "$CI_TOOLS/venv/bin/python" -m pip install -q -r "$home/python/requirements.txt"
    generate_api_client java --library native --invoker-package harbor --api-package harbor.api \
        --model-package harbor.model --additional-properties=openApiNullable=false
    mvn -q --batch-mode -Dstyle.color=never -f "$home/java/pom.xml" dependency:build-classpath \
        -Dmdep.outputFile="$home/classpath"
    mkdir "$home/classes"
    find "$home/java/src/main" "$CI_DIRECTORY/api/java" -name '*.java' >"$home/sources"
    "$JAVA_HOME/bin/javac" -nowarn -proc:none -d "$home/classes" --class-path "$(cat "$home/classpath")" \
        "@$home/sources" 2>&1 | grep -v '^Note:' || true
    [[ -e $home/classes/ApiCalls.class ]]
    echo "$seen" >"$home/made-of"
}

# generate_api_client LANGUAGE [OPTION...]
generate_api_client() {
    local home=$CI_TOOLS/api language=$1
    shift
    "$JAVA_HOME/bin/java" -jar "$home"/openapi-generator-cli-*.jar generate -g "$language" "$@" \
        -i "$home/swagger.json" -o "$home/$language" \
        --global-property apiTests=false,modelTests=false,apiDocs=false,modelDocs=false \
        >"$home/$language.log" 2>&1 || {
        tail -n 40 "$home/$language.log"
        return 1
    }
}

mkdir -p "$CI_TOOLS/bin"
install_packages
install_go_programs
install_oras
install_harborapi
install_java_clients
install_api_clients
echo "$(now)  installed: Go programs ${GO_PROGRAMS[*]%%=*}, $ORAS, $HARBORAPI, and" \
    "$(dpkg-query -W -f '${Package} ${Version}, ' "${PACKAGES[@]}")"
