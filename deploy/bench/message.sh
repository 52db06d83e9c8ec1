#!/usr/bin/env bash
# SIP MESSAGE -> XMPP client through Prosody, against the same container answering a bare 200, by the same sipp in the same
# run. First as fast as 60 senders can, each waiting for its answers; then at half of our rate, for the times of answers.
# The container has half of the processors to itself, both times: senders, Prosody and the XMPP client would run on machines
# of their own, and are not what is measured.
# Goals: 60% of the bare figure, nothing lost, no sender's messages reordered, p99 under 50 ms. Takes about six minutes.
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
SECONDS_EACH=${BENCH_SECONDS:-15}
. deploy/bench/message/lib.sh

bare_war() {
    mkdir -p "$work/bare/WEB-INF/classes"
    cp deploy/bench/message/{sip,web}.xml "$work/bare/WEB-INF/"
    javac -proc:none --release 17 -d "$work/bare/WEB-INF/classes" -cp 'target/launcher/lib/*' deploy/bench/message/Bare.java
    (cd "$work/bare" && jar cf "$work/tombolo.war" .)
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

# compiling PID: the processor time of its optimising compiler until now, in microseconds.
compiling() {
    local task
    for task in /proc/"$1"/task/*; do
        [[ $(<"$task/comm") != "C2 Compiler"* ]] || { cpu "$1/task/${task##*/}" && return; }
    done
}

# As many calls as fill the time, found by runs that warm up besides: until the compiler takes less than a tenth of a run, which
# on a part of the processors is after some hundred thousand messages.
calls_for() {
    local run=0 rate=0 before after begin
    while ((++run <= 15)); do
        before=$(compiling "$container")
        begin=$(date +%s%N)
        rate=$(fastest 800 "$1$run")
        after=$(compiling "$container")
        (((after - before) * 10000 >= $(date +%s%N) - begin)) || break
    done
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
