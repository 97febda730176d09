#!/usr/bin/env bash
# The ORAS Java SDK; java/OrasCalls.java does the work, one call per run.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/oras-java

call() { run_java OrasCalls "$@"; }

a_wrong_password_is_refused() {
    REGISTRY_PASSWORD=wrong
    refused '401|unauthorized|Invalid WWW-Authenticate' call push "$REPOSITORY/app:wrong" "$WORK/file"
}

a_pushed_artifact_is_pulled_back_with_every_byte() {
    call push "$REPOSITORY/app:v1" "$WORK/file"
    mkdir "$WORK/pulled"
    call pull "$REPOSITORY/app:v1" "$WORK/pulled"
    same_bytes "$WORK/file" "$WORK/pulled/file"
}

a_blob_is_pushed_in_chunks_and_fetched() {
    same digest "$DIGEST" "$(call push-blob-in-chunks "$REPOSITORY/chunks" "$WORK/large")"
    call fetch-blob "$REPOSITORY/chunks" "$DIGEST" "$WORK/fetched"
    same_bytes "$WORK/large" "$WORK/fetched"
}

a_blob_is_mounted_from_another_repository() {
    call mount-blob "$REPOSITORY/chunks" "$REPOSITORY/mounted" "$DIGEST"
}

an_artifact_is_attached_and_found_among_the_referrers() {
    call attach "$REPOSITORY/app:v1" "$WORK/file"
    same referrers 1 "$(call referrers "$REPOSITORY/app:v1" | wc -l)"
}

an_index_is_pushed() {
    same manifests 1 "$(call push-index "$REPOSITORY/app:index" "$REPOSITORY/app:v1")"
}

tags_and_repositories_are_listed() {
    same tags 'index v1' "$(call tags "$REPOSITORY/app" | sort | xargs)"
    contains catalog "$(call repositories "$REPOSITORY/app")" oras-java/app
}

a_deleted_manifest_is_gone() {
    call delete "$REPOSITORY/app:index"
    same tags v1 "$(call tags "$REPOSITORY/app")"
}

head -c 1M /dev/urandom >"$WORK/file"
head -c 5M /dev/urandom >"$WORK/large"
DIGEST=sha256:$(sha256sum "$WORK/large" | cut -d' ' -f1)

check a_wrong_password_is_refused
check a_pushed_artifact_is_pulled_back_with_every_byte
check a_blob_is_pushed_in_chunks_and_fetched
check a_blob_is_mounted_from_another_repository
check an_artifact_is_attached_and_found_among_the_referrers
check an_index_is_pushed
check tags_and_repositories_are_listed
check a_deleted_manifest_is_gone
finish
