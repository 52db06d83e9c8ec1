#!/usr/bin/env bash
# MSRP: 10,000 open sessions, their memory when idle and the messages that go over them, against a peer of the benchmark's
# own. First each session on a connection of its own, then a hundred on each connection. Goals: at most 10 KB for an idle
# session, 5,000 messages a second. Takes about two minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
application=target/tombolo/WEB-INF
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sessions=${BENCH_SESSIONS:-10000}
limit=$((sessions + 1000))
ulimit -n "$limit" 2>/dev/null || {
    echo "bench chat: $sessions sessions need $limit open files (ulimit -n), there are $(ulimit -Hn)" >&2
    exit 1
}
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -d "$work/classes" -cp "$class_path" deploy/bench/chat/*.java
java -Xmx512m -cp "$class_path" Chat "$sessions" "${BENCH_SECONDS:-15}" "$class_path"
