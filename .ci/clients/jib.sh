#!/usr/bin/env bash
# Jib: builds images without an engine; java/JibCalls.java does the work, one build per call.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/jib
TRUSTED=$WORK/trusted.p12

build() {
    local options=(-DsendCredentialsOverHttp=true)
    in_plain_http || options=(
        "-Djavax.net.ssl.trustStore=$TRUSTED"
        -Djavax.net.ssl.trustStorePassword=not-a-secret
    )
    run_java "${options[@]}" JibCalls "$@"
}

a_wrong_password_is_refused() {
    REGISTRY_PASSWORD=wrong
    refused 'RegistryUnauthorizedException|RegistryAuthenticationFailedException' \
        build "$REPOSITORY/app:wrong" "$WORK/file"
}

an_image_from_scratch_is_pushed() {
    local digest
    digest=$(build "$REPOSITORY/app:v1" "$WORK/file")
    same digest "$digest" "sha256:$(manifest_in_registry jib/app v1 | sha256sum | cut -d' ' -f1)"
}

an_image_for_two_platforms_is_built_on_a_base_from_the_registry() {
    put_image multi jib/base:v1 --preserve-digests
    build "$REPOSITORY/built:v1" "$WORK/file" "$REPOSITORY/base:v1"
    same platforms 'amd64 arm64' "$(manifest_in_registry jib/built v1 |
        jq -r '.manifests[].platform.architecture' | sort | xargs)"
}

the_layers_of_the_base_were_mounted() {
    the_registry_answered 201 'POST /v2/jib/built/blobs/uploads/\?.*mount=.*'
}

head -c 1M /dev/urandom >"$WORK/file"
in_plain_http || "$("$ROOT/.mvn/find-jdk")/bin/keytool" -importcert -noprompt -alias berth -file "$CA" \
    -keystore "$TRUSTED" -storepass not-a-secret 2>/dev/null

check a_wrong_password_is_refused
check an_image_from_scratch_is_pushed
check an_image_for_two_platforms_is_built_on_a_base_from_the_registry
in_plain_http && check the_layers_of_the_base_were_mounted
finish
