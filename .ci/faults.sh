#!/usr/bin/env bash
# Disks at fault. One is really full: a small file system in memory holds Berth's data, a ballast
# fills it. One turns read-only, as ext4 does after an error of the disk below it.
. "$(dirname "$0")/lib.sh"

SUBJECT=faults
WORK=$(mktemp -d "$CI_WORK/faults.XXXXXX")
DISK=$CI_WORK/full
PASSWORD=$(openssl rand -hex 16)
CREDENTIALS=admin:$PASSWORD
# What stays free beside the ballast: too little for a layer, enough for a journal of the database.
ROOM_KIB=1024

# push_layer NAME: prints the status of the answer that ends the push; a refusal is in $WORK/refusal.
push_layer() {
    local status location
    head -c 3M /dev/urandom >"$WORK/$1"
    status=$(curl -sS -u "$CREDENTIALS" -X POST -D "$WORK/answer" -o "$WORK/refusal" \
        -w '%{http_code}' "http://$REGISTRY_ADDRESS/v2/library/full/blobs/uploads/")
    if [[ $status != 202 ]]; then
        echo "$status"
        return
    fi
    location=$(tr -d '\r' <"$WORK/answer" | sed -n 's/^[Ll]ocation: //p')
    curl -sS -u "$CREDENTIALS" -T "$WORK/$1" -o "$WORK/refusal" -w '%{http_code}\n' \
        "http://$REGISTRY_ADDRESS$location?digest=$(digest "$WORK/$1")"
}

digest() { echo "sha256:$(sha256sum "$1" | cut -d' ' -f1)"; }

layer_comes_back() {
    curl -fsS -u "$CREDENTIALS" -o "$WORK/back" \
        "http://$REGISTRY_ADDRESS/v2/library/full/blobs/$(digest "$WORK/$1")"
    same_bytes "$WORK/$1" "$WORK/back"
}

a_layer_is_pushed_while_there_is_room() {
    same status 201 "$(push_layer first)"
    layer_comes_back first
}

a_push_to_a_full_disk_is_507_and_says_why() {
    local free
    free=$(df --output=avail -k "$DISK" | tail -1)
    head -c "$(((free - ROOM_KIB) * 1024))" /dev/zero >"$DISK/ballast"
    for attempt in 1 2 3; do
        same "status of attempt $attempt" 507 "$(push_layer refused)"
        contains refusal "$(cat "$WORK/refusal")" 'no room'
    done
}

pulls_go_on() {
    layer_comes_back first
    curl -fsS -o /dev/null "http://$MANAGEMENT_ADDRESS/healthz"
}

nothing_of_what_was_refused_is_there() {
    same status 404 "$(curl -sS -u "$CREDENTIALS" -o /dev/null -w '%{http_code}' \
        "http://$REGISTRY_ADDRESS/v2/library/full/blobs/$(digest "$WORK/refused")")"
}

it_takes_pushes_again_without_a_restart() {
    rm "$DISK/ballast"
    same status 201 "$(push_layer second)"
    layer_comes_back second
    layer_comes_back first
}

the_store_is_whole_afterwards() {
    env BERTH_DATA_DIRECTORY="$DISK/data" "$ROOT/berth" fsck --read
}

# ---- read-only ----

a_layer_is_pushed_to_a_disk_that_is_well() {
    same status 201 "$(push_layer third)"
}

a_push_to_a_disk_that_turned_read_only_is_507() {
    echo 1 >"/sys/fs/ext4/$(basename "$LOOP")/trigger_fs_error"
    if touch "$READ_ONLY/probe" 2>/dev/null; then
        fail 'the disk still takes writes'
    fi
    for attempt in 1 2 3; do
        same "status of attempt $attempt" 507 "$(push_layer unwritten)"
    done
}

a_manifest_is_refused_too_and_the_client_told_when_to_come_again() {
    local answer
    answer=$(curl -sS -i -u "$CREDENTIALS" -X PUT --data '{}' -H 'Content-Type: application/json' \
        "http://$REGISTRY_ADDRESS/v2/library/full/manifests/unwritten")
    contains status "$answer" ' 503'
    contains field "$answer" 'Retry-After: '
}

a_pull_from_it_goes_on() { layer_comes_back third; }

status_of() { curl -sS -o /dev/null -w '%{http_code}' "http://$MANAGEMENT_ADDRESS/$1"; }

is_not_ready() { [[ $(status_of readyz) == 503 ]]; }

# What was well is remembered for a second; bash counts whole ones, so three are two at least.
readiness_fails_and_health_does_not() {
    eventually 3 is_not_ready
    same health 200 "$(status_of healthz)"
}

the_disk_is_mended_and_all_that_was_acknowledged_is_there() {
    umount "$READ_ONLY"
    e2fsck -fy "$IMAGE" || (($? <= 2))
    mount -o loop "$IMAGE" "$READ_ONLY"
    env BERTH_DATA_DIRECTORY="$READ_ONLY" "$ROOT/berth" fsck --read
    same_bytes "$WORK/third" "$READ_ONLY/blobs/sha256/$(digest "$WORK/third" |
        sed -E 's|sha256:((..).*)|\2/\1|')"
}

mkdir -p "$DISK"
mount -t tmpfs -o size=64m tmpfs "$DISK"
trap 'stop "$SERVER_PID"; umount "$DISK"' EXIT
start_berth full BERTH_AUTH_ADMIN_PASSWORD="$PASSWORD" || exit 1
check a_layer_is_pushed_while_there_is_room
check a_push_to_a_full_disk_is_507_and_says_why
check pulls_go_on
check nothing_of_what_was_refused_is_there
check it_takes_pushes_again_without_a_restart
stop "$SERVER_PID"
check the_store_is_whole_afterwards

IMAGE=$CI_WORK/read-only.img
READ_ONLY=$CI_WORK/read-only/data
mkdir -p "$READ_ONLY"
truncate -s 128M "$IMAGE"
mkfs.ext4 -q "$IMAGE"
mount -o loop,errors=remount-ro "$IMAGE" "$READ_ONLY"
trap 'stop "$SERVER_PID"; umount "$DISK"; umount "$READ_ONLY"' EXIT
LOOP=$(losetup --associated "$IMAGE" --noheadings --output NAME)
start_berth read-only BERTH_AUTH_ADMIN_PASSWORD="$PASSWORD" || exit 1
check a_layer_is_pushed_to_a_disk_that_is_well
check a_push_to_a_disk_that_turned_read_only_is_507
check a_manifest_is_refused_too_and_the_client_told_when_to_come_again
check a_pull_from_it_goes_on
check readiness_fails_and_health_does_not
stop "$SERVER_PID"
check the_disk_is_mended_and_all_that_was_acknowledged_is_there
finish
