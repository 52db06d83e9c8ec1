# shellcheck shell=bash
# What benchmarks share that start programs of their own: a folder and processes that end with the benchmark.
work=$(mktemp -d)
pids=()

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
    echo "$(basename "$0"): $*" >&2
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
