#!/usr/bin/env bash
# 100,000 messages wait for an XMPP server that is away; the gateway is killed (SIGKILL), started again, and the server comes
# back: all of them arrive, each sender's in order. Takes about three minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
SECONDS_EACH=60
# shellcheck source=/dev/null
. deploy/bench/message/lib.sh
QUEUED=${BENCH_MESSAGES:-100000}
export TOMBOLO_OUTBOX_LIMIT=$((QUEUED * 2))

seconds_since() { # NANOSECONDS
    echo "$((($(date +%s%N) - $1) / 10000000))" | sed 's/..$/.&/;s/^\./0./'
}

# waiting: how many messages the gateway says it holds.
waiting() {
    curl -sf "http://127.0.0.1:$HTTP/metrics" | awk '/^tombolo_outbox_length.*sip_to_xmpp/ { printf "%d\n", $2 }'
}

ready() { waiting >/dev/null; }

arrived() {
    kill -USR1 "$receiver"
    sleep 0.5
    awk '$1 == "queued" { print $2 }' "$work/received"
}

start_container target/tombolo.war
wait_for "the gateway" ready
begin=$(date +%s%N)
load queued -r 30 -m $((QUEUED / MESSAGES))
accepting=$(seconds_since "$begin")
held=$(waiting)
kill -9 "$container"
wait "$container" 2>/dev/null || true
begin=$(date +%s%N)
start_container target/tombolo.war
wait_for "the gateway" ready
starting=$(seconds_since "$begin")
kept=$(waiting)
start_prosody
begin=$(date +%s%N)
until (($(waiting) == 0)) || (($(date +%s%N) - begin > 120000000000)); do sleep 0.5; done
draining=$(seconds_since "$begin")
came=$(arrived)
read -r _ reordered again < <(received queued)

printf '%-44s %12d   in %s s, each answered by 202\n' "messages accepted while the server is away" "$held" "$accepting"
printf '%-44s %12d   after a start of %s s\n' "there after kill -9" "$kept" "$starting"
printf '%-44s %12d   in %s s (goal: %d)\n' "arrived when the server is back" "${came:-0}" "$draining" "$QUEUED"
printf '%-44s %12d   (goal: 0)\n' "reordered" "${reordered:-0}"
printf '%-44s %12d\n' "delivered twice" "${again:-0}"
((held == QUEUED && kept == QUEUED && ${came:-0} == QUEUED && ${reordered:-0} == 0)) || fail "messages were lost or reordered"
