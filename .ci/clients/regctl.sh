#!/usr/bin/env bash
# regctl: the command line of regclient, close to the specification.
. "$CI_DIRECTORY/lib.sh"

REPOSITORY=$REGISTRY/regctl
REGCTL_CONFIG=$WORK/regctl.json
# Uploads above 4 MiB go in chunks of 2 MiB.
SETTINGS=(--blob-max 4194304 --blob-chunk 2097152)
if [[ $SCHEME == http ]]; then
    SETTINGS+=(--tls disabled)
else
    SETTINGS+=(--tls enabled --cacert "$(cat "$CA")")
fi

a_wrong_password_is_refused() {
    refused 'unauthorized' regctl registry login "$REGISTRY" -u "$REGISTRY_USER" -p wrong
}

logs_in_with_the_right_password() {
    regctl registry login "$REGISTRY" -u "$REGISTRY_USER" --pass-stdin <<<"$REGISTRY_PASSWORD"
}

an_index_with_two_platforms_comes_back_with_every_byte() {
    regctl image copy "ocidir://$IMAGES:multi" "$REPOSITORY/app:multi"
    same digest "$(digest_of multi)" "$(regctl image digest "$REPOSITORY/app:multi")"
    regctl image copy "$REPOSITORY/app:multi" "ocidir://$WORK/pulled:multi"
    same_layout "$WORK/pulled" "$IMAGES"
    same digest "$(digest_of arm64)" \
        "$(regctl image digest --platform linux/arm64 "$REPOSITORY/app:multi")"
}

an_index_is_assembled_in_the_registry() {
    regctl index create "$REPOSITORY/app:assembled" --ref "$REPOSITORY/app:multi" \
        --platform linux/amd64
    regctl manifest get --format body "$REPOSITORY/app:assembled" >"$WORK/assembled"
    same platforms 1 "$(jq '.manifests | length' "$WORK/assembled")"
}

a_large_layer_is_pushed_in_chunks() {
    regctl image copy "ocidir://$IMAGES:large" "$REPOSITORY/large:v1"
    same digest "$(digest_of large)" "$(regctl image digest "$REPOSITORY/large:v1")"
}

a_pull_goes_on_after_a_cut() {
    cut_the_next download 9000000
    regctl image copy "$REPOSITORY/large:v1" "ocidir://$WORK/large:v1"
    a_connection_was_cut
    same_layout "$WORK/large" "$IMAGES"
}

the_rest_was_asked_for_as_a_range() {
    the_registry_answered 206 'GET /v2/regctl/large/blobs/.*'
}

a_copy_to_another_repository_mounts_the_layers() {
    regctl image copy "$REPOSITORY/app:multi" "$REPOSITORY/copy:multi"
    same digest "$(digest_of multi)" "$(regctl image digest "$REPOSITORY/copy:multi")"
}

the_mounts_were_answered_with_201() {
    the_registry_answered 201 'POST /v2/regctl/copy/blobs/uploads/\?.*mount=.*'
}

tags_and_repositories_are_listed_in_pages() {
    same tags 'assembled multi' "$(regctl tag ls "$REPOSITORY/app" | xargs)"
    same 'first page' assembled "$(regctl tag ls --limit 1 "$REPOSITORY/app" | xargs)"
    same 'second page' multi "$(regctl tag ls --limit 1 --last assembled "$REPOSITORY/app" | xargs)"
    contains catalog "$(regctl repo ls "$REGISTRY")" regctl/app
}

an_artifact_refers_to_an_image_and_is_found_by_type() {
    local digest
    digest=$(echo '{"spdx":"none"}' | regctl artifact put \
        --artifact-type application/spdx+json --subject "$REPOSITORY/app:multi" \
        --format '{{.Manifest.GetDescriptor.Digest}}')
    echo other | regctl artifact put --artifact-type application/x-other \
        --subject "$REPOSITORY/app:multi"
    same referrers 2 "$(referrers | jq length)"
    same 'filtered referrer' "$digest" \
        "$(referrers --filter-artifact-type application/spdx+json | jq -r '.[].digest')"
    same content '{"spdx":"none"}' "$(regctl artifact get --subject "$REPOSITORY/app:multi" \
        --filter-artifact-type application/spdx+json)"
}

referrers() {
    regctl artifact list "$@" --format '{{json .Descriptors}}' "$REPOSITORY/app:multi"
}

a_copy_takes_the_referrers_along() {
    regctl image copy --referrers "$REPOSITORY/app:multi" "$REPOSITORY/with-referrers:multi"
    same referrers 2 "$(regctl artifact list --format '{{json .Descriptors}}' \
        "$REPOSITORY/with-referrers:multi" | jq length)"
}

deleting_one_tag_leaves_the_other() {
    regctl image copy "$REPOSITORY/copy:multi" "$REPOSITORY/copy:second"
    regctl tag delete "$REPOSITORY/copy:multi"
    same tags second "$(regctl tag ls "$REPOSITORY/copy" | xargs)"
    same digest "$(digest_of multi)" "$(regctl image digest "$REPOSITORY/copy:second")"
}

a_deleted_manifest_is_gone_with_its_tags() {
    regctl manifest delete "$REPOSITORY/copy@$(digest_of multi)"
    refused 'not found|404' regctl manifest head "$REPOSITORY/copy:second"
}

regctl registry set "$REGISTRY" --skip-check "${SETTINGS[@]}"

check a_wrong_password_is_refused
check logs_in_with_the_right_password
check an_index_with_two_platforms_comes_back_with_every_byte
check an_index_is_assembled_in_the_registry
check a_large_layer_is_pushed_in_chunks
check a_pull_goes_on_after_a_cut
in_plain_http && check the_rest_was_asked_for_as_a_range
check a_copy_to_another_repository_mounts_the_layers
in_plain_http && check the_mounts_were_answered_with_201
check tags_and_repositories_are_listed_in_pages
check an_artifact_refers_to_an_image_and_is_found_by_type
check a_copy_takes_the_referrers_along
check deleting_one_tag_leaves_the_other
check a_deleted_manifest_is_gone_with_its_tags
finish
