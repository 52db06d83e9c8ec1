#!/usr/bin/env bash
# deploy/bench.sh [NAME]: runs one benchmark of deploy/bench, or all. Each prints a table with our figure, the peer's figure
# from the same run and the ratio.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in say packages build; do
    # shellcheck source=/dev/null
    . "deploy/lib/$part.sh"
done

benchmarks() {
    find deploy/bench -maxdepth 1 -type f -perm -u+x -printf '%f\n' | sed 's/[.][^.]*$//' | sort -u
}

run_benchmark() {
    local program
    program=$(find deploy/bench -maxdepth 1 -type f -perm -u+x -name "$1.*" | head -n 1)
    [[ -n $program ]] || die "there is no benchmark $1; there are: $(benchmarks | paste -sd ' ')"
    say "== $1"
    "$program"
}

names=("$@")
((${#names[@]})) || mapfile -t names < <(benchmarks)
need java default-jdk-headless
need ffmpeg ffmpeg
need python3 python3
need sipp sip-tester
need prosody prosody
need janus janus
need chromium chromium
war_is_current || need_build_tools
install_missing
war_is_current || build_war
for name in "${names[@]}"; do run_benchmark "$name"; done
