#!/usr/bin/env bash
# The Helm chart of the router: every option is rendered, and the router takes what it is told.
. "$(dirname "$0")/lib.sh"

SUBJECT=chart
CHART=$ROOT/deploy/helm/berth-router

# (This helm does not know by itself which Kubernetes it is for.)
render() { helm template release "$CHART" --kube-version 1.30.0 "$@"; }

with_account() { render --set harbor.auth.username=robot,harbor.auth.password=secret "$@"; }

# settings_of RENDERED: NAME=VALUE of every variable with a value.
settings_of() {
    awk '$1 == "-" && $2 == "name:" { name = $3 }
        $1 == "value:" && name != "" {
            sub(/^ *value: */, ""); gsub(/^"|"$/, ""); print name "=" $0; name = ""
        }' <<<"$1"
}

the_chart_has_no_mistakes() {
    helm lint --strict --kube-version 1.30.0 "$CHART" \
        --set harbor.auth.username=robot,harbor.auth.password=secret
}

without_an_account_it_says_what_to_set() {
    refused 'harbor.auth.username' render
}

the_router_understands_every_variable() {
    local rendered settings
    rendered=$(with_account --set redis.sentinels=one:26379 --set redis.auth.password=x \
        --set 'settings.router\.strict=true')
    mapfile -t settings < <(settings_of "$rendered")
    ((${#settings[@]} > 25)) || fail "few settings: ${settings[*]}"
    mkdir -p "$CI_WORK/chart"
    printf 'secret' >"$CI_WORK/chart/secret"
    env "${settings[@]/_FILE=*/_FILE=$CI_WORK/chart/secret}" "$ROOT/berth" config check router
}

every_option_is_rendered() {
    local rendered kind
    rendered=$(with_account --set autoscaling.enabled=true,ingress.enabled=true \
        --set autoscaling.targetMemoryUtilizationPercentage=80 --set networkPolicy.enabled=true \
        --set podDisruptionBudget.enabled=true,serviceMonitor.enabled=true \
        --set httpRoute.enabled=true --set 'httpRoute.parentRefs[0].name=gateway')
    for kind in Deployment Service Secret ServiceAccount HorizontalPodAutoscaler NetworkPolicy \
        PodDisruptionBudget Ingress HTTPRoute ServiceMonitor; do
        contains 'the rendered chart' "$rendered" "kind: $kind"
    done
    [[ $rendered != *replicas:* ]] || fail "replicas are set although they are scaled"
}

with_vault_there_is_no_secret() {
    local rendered
    rendered=$(render --set harbor.vault.enabled=true,redis.vault.enabled=true,redis.sentinels=a:1)
    [[ $rendered != *'kind: Secret'* ]] || fail "there is a secret"
    contains 'the rendered chart' "$rendered" /vault/secrets/redis-password
    contains 'the rendered chart' "$rendered" \
        '{{ with secret \"secret/data/redis\" }}{{ .Data.data.password }}{{ end }}'
}

no_password_is_in_the_deployment() {
    local rendered
    rendered=$(render -s templates/deployment.yaml --set harbor.auth.username=someone \
        --set harbor.auth.password=sesame,redis.sentinels=a:1,redis.auth.password=sesame)
    [[ $rendered != *sesame* ]] || fail "the password is in the deployment"
    contains 'the deployment' "$rendered" 'readOnlyRootFilesystem: true'
}

check the_chart_has_no_mistakes
check without_an_account_it_says_what_to_set
check the_router_understands_every_variable
check every_option_is_rendered
check with_vault_there_is_no_secret
check no_password_is_in_the_deployment
finish
