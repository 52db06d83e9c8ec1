# shellcheck shell=bash
# What we started, and only that. A pid file holds the pid and the process's start time, so that a pid that the kernel
# has given to somebody else is never killed.

# start_process NAME COMMAND...: in a session of its own, so that Ctrl-C reaches the script and not the servers.
start_process() {
    local name=$1
    shift
    setsid "$@" >"$LOGS/$name.log" 2>&1 </dev/null {LOCK}>&- &
    echo "$! $(start_time $!)" >"$RUN/$name.pid"
}

# Clock ticks after boot, field 22 of /proc/PID/stat; the name in field 2 may hold spaces.
start_time() {
    local stat
    stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
    stat=${stat##*) }
    # shellcheck disable=SC2086 # split on purpose
    set -- $stat
    echo "${20}"
}

# pid_of NAME: the pid when our process still runs; fails otherwise.
pid_of() {
    local pid started
    [[ -r $RUN/$1.pid ]] || return 1
    read -r pid started <"$RUN/$1.pid" || return 1
    [[ -n $started && $(start_time "$pid") == "$started" ]] && ! is_zombie "$pid" && echo "$pid"
}

is_zombie() {
    grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

# stop_process NAME: asks, waits twenty seconds, insists. The negative pid is the session it leads.
stop_process() {
    local pid tries=200
    if pid=$(pid_of "$1"); then
        kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
        while ((tries-- > 0)) && pid_of "$1" >/dev/null; do sleep 0.1; done
        kill -KILL -- "-$pid" 2>/dev/null || true
    fi
    rm -f "$RUN/$1.pid"
}

# In the reverse order of their start.
stop_all() {
    local name
    for name in demo container prosody; do stop_process "$name"; done
    rm -f "$RUN/background"
}

# The last thing a log says that is no stack frame: the reason of an end.
last_word() {
    grep -vE '^[[:space:]]|^[[:space:]]*$|^Caused by|^Picked up' "$LOGS/$1.log" 2>/dev/null | tail -n 1 | cut -c 1-300
}
