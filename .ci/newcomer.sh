#!/usr/bin/env bash
# The first minutes of somebody who has JDK 25 and Maven and nothing else: a fresh clone, an empty
# Maven repository, no setting but a free port, and the commands that README.md names.
. "$(dirname "$0")/lib.sh"

SUBJECT=newcomer
WORK=$(mktemp -d "$CI_WORK/newcomer.XXXXXX")
CLONE=$WORK/berth
LOG=$WORK/dev.log
# Maven 3.8 knows no MAVEN_ARGS.
NEWCOMER_MAVEN=-Dmaven.repo.local=$WORK/repository
DEV_LISTEN=127.0.0.1:$(free_port)
DEV_MANAGEMENT=127.0.0.1:$(free_port)

berth_dev_builds_and_starts_in_a_fresh_clone_with_an_empty_maven_repository() {
    git -c safe.directory='*' clone -q "$ROOT" "$CLONE"
    cd "$CLONE"
    MAVEN_OPTS=$NEWCOMER_MAVEN BERTH_HTTP_LISTEN=$DEV_LISTEN BERTH_MANAGEMENT_LISTEN=$DEV_MANAGEMENT \
        setsid ./berth dev >"$LOG" 2>&1 </dev/null &
    echo $! >"$WORK/pid"
    eventually 400 curl -fs "http://$DEV_MANAGEMENT/readyz" || {
        tail -n 40 "$LOG"
        false
    }
    [[ -d $WORK/repository/org ]] || fail "Maven used another repository than the empty one"
}

it_prints_the_address_and_a_password() {
    eventually 10 grep -q "^registry: .*http://$DEV_LISTEN" "$LOG"
    [[ -n $(dev_password) ]] || fail "no password in: $(cat "$LOG")"
}

dev_password() { sed -n 's/^password: *\([^ ]*\).*/\1/p' "$LOG"; }

docker_pushes_and_pulls_as_the_readme_says() {
    local image=$DEV_LISTEN/library/busybox:1
    docker load -q -i "$IMAGES.docker.tar"
    dev_password | docker login "$DEV_LISTEN" --username admin --password-stdin
    docker tag berth.test/loaded:amd64 "$image"
    docker push -q "$image"
    docker rmi -f "$image" berth.test/loaded:amd64
    docker pull -q "$image"
    docker image inspect "$image" >/dev/null
}

nothing_was_changed_in_the_clone() {
    same 'git status' '' "$(git -c safe.directory='*' -C "$CLONE" status --porcelain)"
}

it_stops_when_it_is_asked_to() {
    kill -TERM "$(cat "$WORK/pid")"
    timeout 30 tail --pid="$(cat "$WORK/pid")" -f /dev/null
}

IMAGES=${IMAGES:-$CI_WORK/images}
[[ -e $IMAGES.docker.tar ]] || bash "$CI_DIRECTORY/images.sh" || exit 1
CHECK_SECONDS=420 check berth_dev_builds_and_starts_in_a_fresh_clone_with_an_empty_maven_repository
check it_prints_the_address_and_a_password
start_docker_engine
eventually 60 docker version
check docker_pushes_and_pulls_as_the_readme_says
check nothing_was_changed_in_the_clone
check it_stops_when_it_is_asked_to
finish
