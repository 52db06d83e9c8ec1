#!/usr/bin/env bash
# RTP H.264 -> fragmented MP4: CPU for each stream, ours against ffmpeg -c copy, on the same packets at the same time.
# Goal: at most a quarter. Takes under two minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
application=target/tombolo/WEB-INF
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

clip() { # NAME SIZE RATE BITRATE: four seconds with a key frame each second, one slice a picture
    ffmpeg -hide_banner -loglevel error -f lavfi -i "testsrc2=size=$2:rate=$3" -t 4 -c:v libx264 -preset veryfast \
        -profile:v baseline -pix_fmt yuv420p -g "$3" -b:v "$4" -x264-params slices=1:threads=1 -bsf:v dump_extra \
        -f h264 "$work/$1.h264"
}

clip QCIF 176x144 15 128k
clip CIF 352x288 25 512k
clip 720p 1280x720 30 2M
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -d "$work/classes" -cp "$class_path" deploy/bench/remux/*.java
java -cp "$class_path" Remux "$work" "$class_path"
