#!/usr/bin/env bash
# curl: the protocol by hand, with Basic credentials; what is sent and answered is in plain view.
. "$CI_DIRECTORY/lib.sh"

BASE=$SCHEME://$REGISTRY
LARGE=$WORK/large

as() {
    local user=$1
    shift
    curl -sS --cacert "${CA:-/dev/null}" -u "$user" "$@"
}

call() { as "$REGISTRY_USER:$REGISTRY_PASSWORD" --fail-with-body "$@"; }

status() { call -o /dev/null -w '%{http_code}' "$@" || true; }

# open_upload: prints the absolute URL of a new upload.
open_upload() {
    local url=$BASE/v2/curl/app/blobs/uploads/
    absolute "$(call -D - -o /dev/null -X POST "$url" | header Location)"
}

header() { tr -d '\r' | sed -n "s/^$1: //Ip" | tail -n 1; }

absolute() {
    case $1 in
        /*) echo "$BASE$1" ;;
        *) echo "$1" ;;
    esac
}

with_query() {
    case $1 in
        *\?*) echo "$1&$2" ;;
        *) echo "$1?$2" ;;
    esac
}

without_credentials_the_answer_is_a_challenge() {
    local answer
    answer=$(curl -sS --cacert "${CA:-/dev/null}" -D - -o /dev/null "$BASE/v2/")
    contains status "$answer" ' 401'
    [[ $(header WWW-Authenticate <<<"$answer") =~ ^(Bearer|Basic) ]] || fail "no challenge: $answer"
}

a_wrong_password_is_refused() {
    same status 401 "$(as "$REGISTRY_USER:wrong" -o /dev/null -w '%{http_code}' "$BASE/v2/")"
}

the_right_password_is_accepted() {
    same status 200 "$(status "$BASE/v2/")"
}

a_blob_comes_back_with_every_byte() {
    same status 201 "$(status -X PUT -H 'Content-Type: application/octet-stream' \
        --data-binary "@$LARGE" "$(with_query "$(open_upload)" "digest=$DIGEST")")"
    call -o "$WORK/downloaded" "$BASE/v2/curl/app/blobs/$DIGEST"
    same_bytes "$LARGE" "$WORK/downloaded"
}

a_blob_under_a_wrong_digest_is_refused() {
    refused 'DIGEST_INVALID' call -X PUT -H 'Content-Type: application/octet-stream' \
        --data-binary wrong "$(with_query "$(open_upload)" "digest=$DIGEST")"
}

a_download_goes_on_after_a_cut() {
    cut_the_next download 9000000
    refused 'curl: ' call -o "$WORK/resumed" "$BASE/v2/curl/app/blobs/$DIGEST"
    a_connection_was_cut
    call -C - -o "$WORK/resumed" "$BASE/v2/curl/app/blobs/$DIGEST"
    same_bytes "$LARGE" "$WORK/resumed"
}

an_upload_goes_on_after_a_cut() {
    local location size received answer
    size=$(stat -c %s "$LARGE")
    location=$(open_upload)
    cut_the_next upload 9000000
    refused 'curl: ' call -X PATCH -H 'Content-Type: application/octet-stream' \
        --data-binary "@$LARGE" "$location"
    a_connection_was_cut
    eventually 10 upload_has_bytes "$location"
    answer=$(call -D - "$location")
    received=$(header Range <<<"$answer")
    received=$((${received#*-} + 1))
    ((received > 1 && received < size)) || fail "the registry kept $received of $size bytes"
    location=$(absolute "$(header Location <<<"$answer")")
    tail -c "+$((received + 1))" "$LARGE" >"$WORK/rest"
    answer=$(call -D - -X PATCH -H 'Content-Type: application/octet-stream' \
        -H "Content-Range: $received-$((size - 1))" --data-binary "@$WORK/rest" "$location")
    location=$(absolute "$(header Location <<<"$answer")")
    same status 201 "$(status -X PUT "$(with_query "$location" "digest=$DIGEST")")"
}

upload_has_bytes() {
    [[ $(call -D - "$1" | header Range) != 0-0 ]]
}

a_cancelled_upload_is_gone() {
    local location
    location=$(open_upload)
    same status 204 "$(status -X DELETE "$location")"
    same status 404 "$(status "$location")"
}

a_deleted_blob_is_gone() {
    same status 202 "$(status -X DELETE "$BASE/v2/curl/app/blobs/$DIGEST")"
    same status 404 "$(status -I "$BASE/v2/curl/app/blobs/$DIGEST")"
}

head -c 24M /dev/urandom >"$LARGE"
DIGEST=sha256:$(sha256sum "$LARGE" | cut -d' ' -f1)

check without_credentials_the_answer_is_a_challenge
check a_wrong_password_is_refused
check the_right_password_is_accepted
check a_blob_comes_back_with_every_byte
check a_blob_under_a_wrong_digest_is_refused
check a_download_goes_on_after_a_cut
check an_upload_goes_on_after_a_cut
check a_cancelled_upload_is_gone
check a_deleted_blob_is_gone
finish
