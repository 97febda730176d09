#!/usr/bin/env bash
# helm: charts as OCI artifacts.
. "$CI_DIRECTORY/lib.sh"

CHARTS=oci://$REGISTRY/helm
HELM_REGISTRY_CONFIG=$WORK/registry.json
TRANSPORT=$(in_plain_http && echo --plain-http || echo "--ca-file=$CA")

# make_chart VERSION
make_chart() {
    mkdir -p "$WORK/chart/templates"
    printf '%s\n' 'apiVersion: v2' 'name: sample' "version: $1" >"$WORK/chart/Chart.yaml"
    printf '%s\n' 'apiVersion: v1' 'kind: ConfigMap' 'metadata:' '  name: {{ .Release.Name }}' \
        >"$WORK/chart/templates/configmap.yaml"
    helm package -d "$WORK" "$WORK/chart"
}

a_wrong_password_is_refused() {
    refused 'unauthorized|401' \
        helm registry login "$TRANSPORT" -u "$REGISTRY_USER" -p wrong "$REGISTRY"
}

logs_in_with_the_right_password() {
    helm registry login "$TRANSPORT" -u "$REGISTRY_USER" --password-stdin "$REGISTRY" \
        <<<"$REGISTRY_PASSWORD"
}

a_pushed_chart_is_pulled_back_with_every_byte() {
    make_chart 1.0.0
    helm push "$TRANSPORT" "$WORK/sample-1.0.0.tgz" "$CHARTS"
    mkdir "$WORK/pulled"
    helm pull "$TRANSPORT" -d "$WORK/pulled" --version 1.0.0 "$CHARTS/sample"
    same_bytes "$WORK/sample-1.0.0.tgz" "$WORK/pulled/sample-1.0.0.tgz"
}

a_range_of_versions_finds_the_newest_tag() {
    make_chart 1.2.0+build.7
    helm push "$TRANSPORT" "$WORK/sample-1.2.0+build.7.tgz" "$CHARTS"
    helm pull "$TRANSPORT" -d "$WORK/pulled" --version '^1.0.0' "$CHARTS/sample"
    same_bytes "$WORK/sample-1.2.0+build.7.tgz" "$WORK/pulled/sample-1.2.0+build.7.tgz"
}

a_chart_is_rendered_from_the_registry() {
    contains manifest "$(helm template "$TRANSPORT" released "$CHARTS/sample" --version 1.0.0)" \
        'name: released'
    contains chart "$(helm show chart "$TRANSPORT" "$CHARTS/sample" --version 1.0.0)" \
        'version: 1.0.0'
}

logs_out() {
    helm registry logout "$REGISTRY"
    refused 'unauthorized|401|basic credential' \
        helm pull "$TRANSPORT" -d "$WORK/pulled" --version 1.0.0 "$CHARTS/sample"
}

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check a_pushed_chart_is_pulled_back_with_every_byte
check a_range_of_versions_finds_the_newest_tag
check a_chart_is_rendered_from_the_registry
check logs_out
finish
