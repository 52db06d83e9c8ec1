#!/usr/bin/env bash
# One share of 600 kb/s watched by 100 to 2,000 simulated viewers over WebRTC (ICE, DTLS, SRTP, reports): CPU for each viewer of the
# media plane, and of Janus's streaming plugin with the same viewers in the same run. Goals: 1,500 viewers a core, at most 0.7 of
# Janus. Takes under three minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
application=target/tombolo/WEB-INF
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ffmpeg -hide_banner -loglevel error -f lavfi -i "testsrc2=size=352x288:rate=25" -vf noise=alls=12:allf=t -t 4 -c:v libx264 -preset veryfast \
    -profile:v baseline -level 3.0 -pix_fmt yuv420p -g 25 -b:v 600k -maxrate 600k -bufsize 150k \
    -x264-params slices=1:threads=1 -bsf:v dump_extra -f h264 "$work/share.h264"
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -nowarn -Xlint:-unchecked -d "$work/classes" -cp "$class_path" \
    deploy/bench/remux/{Clip,Sender}.java deploy/bench/viewers/*.java
ulimit -n 8192
java -Xmx1g -cp "$class_path" Viewers "$work" "$class_path"
