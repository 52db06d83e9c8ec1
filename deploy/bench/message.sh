#!/usr/bin/env bash
# SIP MESSAGE -> XMPP client through Prosody, against the same container answering a bare 200, by the same sipp in the same
# run. First as fast as 60 senders can, each waiting for its answers; then at half of our rate, for the times of answers.
# The container has half of the processors to itself, both times: senders, Prosody and the XMPP client would run on machines
# of their own, and are not what is measured.
# Goals: 60% of the bare figure, nothing lost, no sender's messages reordered, p99 under 50 ms. Takes about four minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
SECONDS_EACH=${BENCH_SECONDS:-15}
SENDERS=60
MESSAGES=50 # of each sender, as sender.xml has it
PORT=${BENCH_PORT:-25060}
XMPP_CLIENT=$((PORT + 1)) XMPP_COMPONENT=$((PORT + 2)) HTTP=$((PORT + 3)) MSRP=$((PORT + 4))
CONTAINER_CPUS=0-$((($(nproc) + 1) / 2 - 1))
OTHER_CPUS=$(($(nproc) / 2))-$(($(nproc) - 1))
work=$(mktemp -d)
pids=()
taskset -pc "$OTHER_CPUS" $$ >/dev/null

stop() { # PID
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

finish() {
    for pid in "${pids[@]}"; do stop "$pid"; done
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "bench message: $*" >&2
    exit 1
}

wait_for() { # WHAT COMMAND...
    local tries=600 what=$1
    shift
    until "$@" 2>/dev/null; do
        ((tries-- > 0)) || fail "$what does not start"
        sleep 0.1
    done
}

listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_prosody() {
    mkdir -p "$work/prosody/localhost/accounts"
    echo 'return { ["password"] = "juliet" };' >"$work/prosody/localhost/accounts/juliet.dat"
    # Without an archive: its storage, not the gateway, would be what is measured.
    cat >"$work/prosody.cfg.lua" <<CONFIGURATION
run_as_root = true
pidfile = "$work/prosody.pid"
data_path = "$work/prosody"
log = { warn = "$work/prosody.log" }
interfaces = { "127.0.0.1" }
component_interfaces = { "127.0.0.1" }
c2s_ports = { $XMPP_CLIENT }
c2s_direct_tls_ports = {}
s2s_ports = {}
component_ports = { $XMPP_COMPONENT }
http_ports = {}
https_ports = {}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
modules_enabled = { "roster"; "saslauth"; "disco"; "ping"; "posix" }
modules_disabled = { "s2s", "tls" }
VirtualHost "localhost"
Component "ims.localhost"
  component_secret = "bench"
CONFIGURATION
    prosody --config "$work/prosody.cfg.lua" -F >"$work/prosody.out" 2>&1 &
    prosody=$!
    pids+=("$prosody")
    wait_for Prosody listening "$XMPP_COMPONENT"
    python3 deploy/bench/message/receiver.py "$XMPP_CLIENT" "$work/received" &
    receiver=$!
    pids+=("$receiver")
    wait_for "the XMPP client" test -s "$work/received" -o -e "$work/received"
}

# The stack remembers an answered UDP request, about 10 KB, for 32 s (RFC 3261 17.2.2): at these rates that takes memory.
start_container() { # WAR
    env TOMBOLO_DATA="$work/data" TOMBOLO_SIP_PORT="$PORT" TOMBOLO_HTTP_PORT="$HTTP" TOMBOLO_XMPP_PORT="$XMPP_COMPONENT" \
        TOMBOLO_MSRP_PORT="$MSRP" \
        TOMBOLO_XMPP_SECRET=bench taskset -c "$CONTAINER_CPUS" java -Xms4g -Xmx4g -XX:+UseG1GC -XX:MaxGCPauseMillis=50 -Dtombolo.war="$1" \
        -cp "target/launcher/tombolo-launcher.jar:target/launcher/lib/*" org.tombolo.launcher.Main >"$work/container.log" 2>&1 &
    container=$!
    pids+=("$container")
    wait_for "the container" listening "$PORT"
}

bare_war() {
    mkdir -p "$work/bare/WEB-INF/classes"
    cp deploy/bench/message/{sip,web}.xml "$work/bare/WEB-INF/"
    javac -proc:none --release 17 -d "$work/bare/WEB-INF/classes" -cp 'target/launcher/lib/*' deploy/bench/message/Bare.java
    (cd "$work/bare" && jar cf "$work/tombolo.war" .)
}

# load RUN OPTIONS...: runs sipp; its times of answers, in ms, go to $work/RUN.times. Fails when a message has no answer.
load() {
    local run=$1
    shift
    sed "s/{{run}}/$run/" deploy/bench/message/sender.xml >"$work/$run.xml"
    rm -f "$work/$run"_*_rtt.csv
    (cd "$work" && sipp "127.0.0.1:$PORT" -sf "$run.xml" -i 127.0.0.1 -nostdin -skip_rlimit -l "$SENDERS" \
        -timeout $((SECONDS_EACH * 3)) -trace_err -trace_rtt -rtt_freq 20 -trace_stat -stf "$run.csv" "$@" >"$run.out" 2>&1) ||
        fail "sipp: $(grep -hE "rror|Aborting" "$work/$run.out" "$work/$run"_*_errors.log | cut -c 1-200 | tail -n 3)"
    cat "$work/$run"_*_rtt.csv | awk -F';' 'NR > 1 && $2 ~ /^[0-9.]+$/ { print $2 }' | sort -n >"$work/$run.times"
}

# fastest RUN: messages answered in a second by all senders together.
fastest() {
    local begin end calls=$1
    begin=$(date +%s%N)
    load "$2" -r 100000 -m "$calls"
    end=$(date +%s%N)
    echo $((calls * MESSAGES * 1000000000 / (end - begin)))
}

# cpu PID: its processor time until now, in microseconds.
cpu() {
    local stat
    stat=$(cat "/proc/$1/stat")
    # shellcheck disable=SC2086 # split on purpose
    set -- ${stat##*) }
    echo $(((${12} + ${13}) * 1000000 / $(getconf CLK_TCK)))
}

percentile() { # PERCENT FILE
    awk -v p="$1" '{ v[NR] = $1 } END { if (NR) { i = int(NR * p / 100); print v[i < 1 ? 1 : i] } else print "-" }' "$2"
}

received() { # RUN: "COUNT REORDERED AGAIN"
    kill -USR1 "$receiver"
    sleep 1
    awk -v run="$1" '$1 == run { print $2, $3, $4 }' "$work/received"
}

# As many calls as fill the time, found by runs that warm up besides: the compiler must be done before anything is measured.
calls_for() {
    local rate
    rate=$(fastest 2000 "$1")
    rate=$(fastest 2000 "$1")
    echo $((rate * SECONDS_EACH / MESSAGES + 1))
}

bare_war
start_prosody
start_container "$work/tombolo.war"
calls=$(calls_for warmbare)
before=$(cpu "$container")
bare=$(fastest "$calls" bare)
barecpu=$((($(cpu "$container") - before) / (calls * MESSAGES)))
stop "$container"

start_container target/tombolo.war
wait_for "the stream to Prosody" bash -c "curl -sf http://127.0.0.1:$HTTP/health/ready | grep -q 'connected\\|\"xmpp\":{\"status\":\"up\"'"
calls=$(calls_for warm)
before=$(cpu "$container")
prosodybefore=$(cpu "$prosody")
ours=$(fastest "$calls" full)
ourscpu=$((($(cpu "$container") - before) / (calls * MESSAGES)))
prosodycpu=$((($(cpu "$prosody") - prosodybefore) / (calls * MESSAGES)))
sent=$((calls * MESSAGES))
read -r arrived reordered again < <(received full)
half=$((ours / 2))
halfcalls=$((half * SECONDS_EACH / MESSAGES + 1))
load half -r $((half / MESSAGES > 0 ? half / MESSAGES : 1)) -m "$halfcalls"
read -r halfarrived halfreordered _ < <(received half)

printf '%-44s %12s\n' "messages a second" ""
printf '%-44s %12d\n' "  the container, answering 200" "$bare"
printf '%-44s %12d\n' "  through the gateway to the XMPP client" "$ours"
printf '%-44s %11d%%   (goal: 60%%)\n' "  ratio" $((ours * 100 / bare))
printf '%-44s %12d   and %d for the gateway, %d for Prosody\n' "processor, us a message: the container" "$barecpu" "$ourscpu" "$prosodycpu"
printf '%-44s %12d   of %d (goal: 0)\n' "lost" $((sent - arrived)) "$sent"
printf '%-44s %12d   (goal: 0)\n' "reordered" "$reordered"
printf '%-44s %12d\n' "delivered twice" "$again"
printf '%-44s %12s\n' "at half the rate: p50 of the answer, ms" "$(percentile 50 "$work/half.times")"
printf '%-44s %12s   (goal: 50)\n' "at half the rate: p99 of the answer, ms" "$(percentile 99 "$work/half.times")"
printf '%-44s %12d   reordered %d\n' "at half the rate: lost" $((halfcalls * MESSAGES - halfarrived)) "$halfreordered"
