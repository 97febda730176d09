#!/usr/bin/env bash
# cosign: signatures and attestations by key, without a transparency log.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/cosign
DOCKER_CONFIG=$WORK/docker
COSIGN_PASSWORD=
COSIGN_YES=true
TRANSPORT=$(in_plain_http && echo --allow-http-registry || echo "--registry-cacert=$CA")
IMAGE=$REPOSITORY/app@$(digest_of amd64)
PREDICATE=$WORK/predicate.json

keys() { cosign generate-key-pair --output-key-prefix "$WORK/$1"; }

a_wrong_password_is_refused() {
    DOCKER_CONFIG=$WORK/wrong
    cosign login -u "$REGISTRY_USER" -p wrong "$REGISTRY"
    refused 'UNAUTHORIZED' sign
}

logs_in_with_the_right_password() {
    cosign login -u "$REGISTRY_USER" --password-stdin "$REGISTRY" <<<"$REGISTRY_PASSWORD"
}

sign() {
    cosign sign "$TRANSPORT" --key "$WORK/ours.key" --use-signing-config=false \
        --tlog-upload=false "$IMAGE"
}

verify() {
    cosign verify "$TRANSPORT" --key "$WORK/$1.pub" --insecure-ignore-tlog "$IMAGE"
}

an_unsigned_image_does_not_verify() {
    refused 'no signatures found|no matching' verify ours
}

a_signed_image_verifies_with_the_key() {
    sign
    verify ours
}

it_does_not_verify_with_another_key() {
    refused 'invalid signature|no matching' verify other
}

an_attestation_is_attached_and_verifies() {
    echo '{"built":"here"}' >"$PREDICATE"
    cosign attest "$TRANSPORT" --key "$WORK/ours.key" --use-signing-config=false \
        --tlog-upload=false --type custom --predicate "$PREDICATE" "$IMAGE"
    cosign verify-attestation "$TRANSPORT" --key "$WORK/ours.pub" --insecure-ignore-tlog \
        --type custom "$IMAGE"
}

# The older way, which many pipelines still go: a payload signed elsewhere, kept under a tag.
a_signature_made_elsewhere_is_attached_and_verifies() {
    IMAGE=$REPOSITORY/app@$(digest_of arm64)
    openssl ecparam -name prime256v1 -genkey -noout -out "$WORK/elsewhere.key"
    openssl ec -in "$WORK/elsewhere.key" -pubout -out "$WORK/elsewhere.pub"
    cosign generate "$TRANSPORT" "$IMAGE" >"$WORK/payload"
    openssl dgst -sha256 -sign "$WORK/elsewhere.key" "$WORK/payload" | base64 -w0 >"$WORK/signature"
    cosign attach signature "$TRANSPORT" --payload "$WORK/payload" --signature "$WORK/signature" \
        "$IMAGE"
    verify elsewhere
    cosign clean "$TRANSPORT" --type signature --force "$IMAGE"
    refused 'no signatures found|no matching' verify elsewhere
}

what_is_attached_shows_in_the_tree() {
    contains tree "$(cosign tree "$TRANSPORT" "$IMAGE")" 'artifacts via OCI referrer'
}

put_image multi cosign/app:multi --preserve-digests
keys ours 2>"$WORK/keys.log" && keys other 2>"$WORK/keys.log"

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check an_unsigned_image_does_not_verify
check a_signed_image_verifies_with_the_key
check it_does_not_verify_with_another_key
check an_attestation_is_attached_and_verifies
check what_is_attached_shows_in_the_tree
check a_signature_made_elsewhere_is_attached_and_verifies
finish
