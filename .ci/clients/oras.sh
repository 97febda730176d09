#!/usr/bin/env bash
# oras: the Python library; oras_calls.py does the work, one call per check.
#
# It pushes with Basic credentials: a token that it has, here one to pull, it brings to every request
# and never asks for a wider one, though the challenge says which.
. "$CI_DIRECTORY/lib.sh"

NAME=$REGISTRY/oras/artifact
ORAS_AUTH=basic

call() { (cd "$WORK" && python "$CI_DIRECTORY/clients/oras_calls.py" "$@"); }

a_wrong_password_is_refused() {
    REGISTRY_PASSWORD=wrong
    refused '401|unauthorized|authentication' call push "$NAME:wrong" small
}

a_pushed_artifact_is_pulled_back_with_every_byte() {
    call push "$NAME:v1" small large
    mkdir "$WORK/pulled"
    call pull "$NAME:v1" pulled
    same_bytes "$WORK/small" "$WORK/pulled/small"
    same_bytes "$WORK/large" "$WORK/pulled/large"
}

an_artifact_is_pulled_with_a_token() {
    ORAS_AUTH=token
    mkdir "$WORK/with-token"
    call pull "$NAME:v1" with-token
    same_bytes "$WORK/large" "$WORK/with-token/large"
}

a_file_is_pushed_in_chunks() {
    call push-in-chunks "$NAME:chunks" large
    mkdir "$WORK/chunks"
    call pull "$NAME:chunks" chunks
    same_bytes "$WORK/large" "$WORK/chunks/large"
}

an_artifact_refers_to_another() {
    call attach "$NAME:v1" "$NAME:attached" small
}

tags_are_listed() {
    same tags 'attached chunks v1' "$(call tags "$NAME" | sort | xargs)"
}

a_deleted_tag_is_gone() {
    call delete "$NAME" chunks
    same tags 'attached v1' "$(call tags "$NAME" | sort | xargs)"
}

echo 'a small file' >"$WORK/small"
head -c 5M /dev/urandom >"$WORK/large"

check a_wrong_password_is_refused
check a_pushed_artifact_is_pulled_back_with_every_byte
check an_artifact_is_pulled_with_a_token
check a_file_is_pushed_in_chunks
check an_artifact_refers_to_another
check tags_are_listed
check a_deleted_tag_is_gone
finish
