#!/usr/bin/env bash
# A disk that is really full: a small file system in memory holds Berth's data, a ballast fills it.
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
finish
