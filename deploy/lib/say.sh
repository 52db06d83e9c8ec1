# shellcheck shell=bash
# What the scripts say: news on the output, one clear line on failure.

say() {
    printf '%s\n' "$*"
}

# die REASON: one line, and the end. What was started is stopped by the script's EXIT trap.
die() {
    printf '%s: %s\n' "deploy/${0##*/}" "$*" >&2
    exit 1
}
