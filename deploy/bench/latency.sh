#!/usr/bin/env bash
# RTP in -> picture presented in Chromium, by the product's media plane and the modules of its page: WebRTC, and fragmented MP4 through
# Media Source Extensions. Goals: p95 at most 25 ms and 150 ms. Takes a minute and a half.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
application=target/tombolo/WEB-INF
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ffmpeg -hide_banner -loglevel error -f lavfi -i "testsrc2=size=352x288:rate=25" -t 4 -c:v libx264 -preset veryfast -profile:v baseline \
    -level 3.0 -pix_fmt yuv420p -g 25 -b:v 600k -x264-params slices=1:threads=1 -bsf:v dump_extra -f h264 "$work/share.h264"
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -nowarn -d "$work/classes" -cp "$class_path" deploy/bench/remux/{Clip,Sender}.java deploy/bench/latency/*.java
java -cp "$class_path" Latency "$work"
