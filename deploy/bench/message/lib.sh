# shellcheck shell=bash
# What the benchmarks of messages share: Prosody with an XMPP client that counts, the container, and senders. The container has
# half of the processors to itself; senders, Prosody and the client would run on machines of their own, and are not measured.
SENDERS=60
MESSAGES=50 # of each sender, as sender.xml has it
PORT=${BENCH_PORT:-25060}
XMPP_CLIENT=$((PORT + 1)) XMPP_COMPONENT=$((PORT + 2)) HTTP=$((PORT + 3)) MSRP=$((PORT + 4))
CONTAINER_CPUS=0-$((($(nproc) + 1) / 2 - 1))
OTHER_CPUS=$(($(nproc) / 2))-$(($(nproc) - 1))
# shellcheck source=/dev/null
. deploy/bench/lib.sh
taskset -pc "$OTHER_CPUS" $$ >/dev/null

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

# The stack remembers an answered UDP request, about 20 KB, for 32 s (RFC 3261 17.2.2): at these rates that takes memory, and
# Restcomm answers 503 when nearly all is taken. What outlives one collection lives for those 32 s, so it is copied once and no
# more; little at a time, for short pauses.
start_container() { # WAR
    env TOMBOLO_DATA="$work/data" TOMBOLO_SIP_PORT="$PORT" TOMBOLO_HTTP_PORT="$HTTP" TOMBOLO_XMPP_PORT="$XMPP_COMPONENT" \
        TOMBOLO_MSRP_PORT="$MSRP" \
        TOMBOLO_XMPP_SECRET=bench taskset -c "$CONTAINER_CPUS" java -Xms6g -Xmx6g -Xmn48m -XX:+UseG1GC -XX:MaxTenuringThreshold=0 \
        -Dtombolo.war="$1" \
        -cp "target/launcher/tombolo-launcher.jar:target/launcher/lib/*" org.tombolo.launcher.Main >"$work/container.log" 2>&1 &
    container=$!
    pids+=("$container")
    wait_for "the container" listening "$PORT"
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

percentile() { # PERCENT FILE
    awk -v p="$1" '{ v[NR] = $1 } END { if (NR) { i = int(NR * p / 100); print v[i < 1 ? 1 : i] } else print "-" }' "$2"
}

received() { # RUN: "COUNT REORDERED AGAIN"
    kill -USR1 "$receiver"
    sleep 1
    awk -v run="$1" '$1 == run { print $2, $3, $4 }' "$work/received"
}
