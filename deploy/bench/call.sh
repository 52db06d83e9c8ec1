#!/usr/bin/env bash
# Third-party calls by the API, with sipp as both parties: complete calls a second (caller, callee, joined, hung up), the
# time from the request to the first INVITE at half the goal's rate, and what a call in progress costs in heap.
# Goals: 300 calls/s, p99 20 ms, 40 KB. Takes about four minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
SECONDS_EACH=${BENCH_SECONDS:-15}
RATE=${BENCH_RATE:-300}
PORT=${BENCH_PORT:-25060}
HTTP=$((PORT + 1)) PARTIES=$((PORT + 2))
IN_PROGRESS=5000
# shellcheck source=/dev/null
. deploy/bench/lib.sh

ready() { curl -s "http://127.0.0.1:$HTTP/health/ready" | grep -q '"sip":{"status":"up"'; }

# The parties are the IMS core, too: every request of ours goes to sipp. Quotas are for clients, not for benchmarks.
start_gateway() {
    mkdir -p "$work/data"
    env TOMBOLO_DATA="$work/data" TOMBOLO_SIP_PORT="$PORT" TOMBOLO_SIPS_PORT=$((PORT + 3)) TOMBOLO_HTTP_PORT="$HTTP" \
        TOMBOLO_SIP_OUTBOUND_PROXY="sip:127.0.0.1:$PARTIES;lr" TOMBOLO_CALL_CLIENT_ACTIVE=0 TOMBOLO_CALL_CLIENT_PER_MINUTE=0 \
        TOMBOLO_CALL_CLIENT_PER_DAY=0 java -Xms3g -Xmx3g -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -Dtombolo.war=target/tombolo.war \
        -cp "target/launcher/tombolo-launcher.jar:target/launcher/lib/*" org.tombolo.launcher.Main >"$work/gateway.log" 2>&1 &
    gateway=$!
    pids+=("$gateway")
    wait_for "the gateway" ready
}

start_parties() { # HOLD_MS
    sed "s/{{hold}}/$1/" deploy/bench/call/party.xml >"$work/party.xml"
    rm -f "$work"/party_*
    (cd "$work" && exec sipp -sf party.xml -i 127.0.0.1 -p "$PARTIES" -nostdin -skip_rlimit -trace_logs -trace_err -trace_stat \
        -stf parties.csv -fd 1 >parties.out 2>&1) &
    parties=$!
    pids+=("$parties")
}

token() {
    TOMBOLO_DATA="$work/data" java -cp "target/tombolo/WEB-INF/classes:target/tombolo/WEB-INF/lib/*" \
        org.tombolo.web.token.Issuer "$work/data" calls:read calls:write
}

# ask RUN RATE COUNT: asks for calls between numbers that are new; fails when one is not begun.
numbers=0
ask() {
    local first=$numbers
    numbers=$((numbers + $3))
    java -XX:TieredStopAtLevel=1 -cp "$work" Driver "http://127.0.0.1:$HTTP" "$token" "$2" "$3" "$first" >"$work/$1.sent" 2>"$work/$1.err"
}

drive() { # RUN RATE COUNT
    ask "$@" || fail "$1: $(tail -n 2 "$work/$1.err")"
}

metric() { # NAME
    curl -s "http://127.0.0.1:$HTTP/metrics" | awk -v n="$1" 'index($1, n) == 1 { s += $2 } END { printf "%d", s }'
}

none_active() { [[ $(metric tombolo_calls_active) == 0 ]]; }

# The heap that is in use when nothing is garbage.
heap() {
    jcmd "$gateway" GC.run >/dev/null
    jcmd "$gateway" GC.run >/dev/null
    jcmd "$gateway" GC.heap_info | sed -n 's/.*heap.* used \([0-9]*\)K.*/\1/p' | head -n 1
}

percentile() { # PERCENT FILE
    awk -v p="$1" '{ v[NR] = $1 } END { if (NR) { i = int(NR * p / 100); print v[i < 1 ? 1 : i] } else print "-" }' "$2"
}

# latencies RUN: milliseconds from each request to the caller's INVITE, sorted.
latencies() {
    cat "$work"/party_*_logs.log | awk -v sent="$work/$1.sent" '
        BEGIN { while ((getline line < sent) > 0) { split(line, w, " "); at[w[1]] = w[2] } }
        /INVITE/ { if (match($0, /\+[0-9]+/)) { number = substr($0, RSTART, RLENGTH); if (number in at && !(number in seen)) {
            seen[number] = 1; printf "%.3f\n", ($3 * 1000000 - at[number]) / 1000 } } }' | sort -n >"$work/$1.times"
}

# compiling: the processor time of the gateway's optimising compiler until now, in milliseconds.
compiling() {
    local task
    for task in /proc/"$gateway"/task/*; do
        [[ $(<"$task/comm") != "C2 Compiler"* ]] || awk -v tick="$(getconf CLK_TCK)" \
            '{ sub(/.*\) /, ""); print int(($12 + $13) * 1000 / tick); exit }' "$task/stat"
    done
}

# Until the compiler takes less than a tenth of one processor, at a rate that a gateway just started can bear.
warm_up() {
    local run before
    for run in {1..12}; do
        before=$(compiling)
        ask "warm$run" $((RATE / 2)) $((RATE * 5)) || true
        wait_for "the end of all calls" none_active
        (($(compiling) - before >= 1000)) || return 0
    done
}

javac -d "$work" deploy/bench/call/Driver.java
start_gateway
token=$(token)
start_parties 500
warm_up

before=$(metric tombolo_calls_total)
good=$(metric 'tombolo_calls_total{result="hangUp"')
begin=$(date +%s%N)
drive full "$RATE" $((RATE * SECONDS_EACH))
wait_for "the end of all calls" none_active
took=$((($(date +%s%N) - begin) / 1000000))
complete=$(($(metric 'tombolo_calls_total{result="hangUp"') - good))
all=$(($(metric tombolo_calls_total) - before))
half=$((RATE / 2))
drive half "$half" $((half * SECONDS_EACH))
wait_for "the end of all calls" none_active
latencies half
printf '%-52s %10d   of %d asked for at %d/s (goal: 300/s, all)\n' "complete calls" "$complete" "$all" "$RATE"
printf '%-52s %10d\n' "  a second" $((complete * 1000 / (took > 500 ? took - 500 : 1)))
printf '%-52s %10s\n' "at $half/s: request to first INVITE, p50, ms" "$(percentile 50 "$work/half.times")"
printf '%-52s %10s   (goal: 20)\n' "at $half/s: request to first INVITE, p99, ms" "$(percentile 99 "$work/half.times")"

stop "$parties"
start_parties 600000
idle=$(heap)
drive standing 250 "$IN_PROGRESS"
wait_for "all calls" bash -c "[[ \$(curl -s http://127.0.0.1:$HTTP/metrics | awk '\$1 == \"tombolo_calls_active\" { print int(\$2) }') == $IN_PROGRESS ]]"
sleep 35 # the transactions of the INVITEs are remembered for 32 s (RFC 3261 17)
busy=$(heap)

printf '%-52s %10d   (goal: 40)\n' "heap of a call in progress, KB, of $IN_PROGRESS" $(((busy - idle) / IN_PROGRESS))
