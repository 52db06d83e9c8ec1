#!/usr/bin/env bash
# H.263 -> H.264 as fragmented MP4: CPU for each stream, the gateway's client and its process together, against the ffmpeg program of the
# same build with the same encoder and settings, on the same pictures at the same time. Goals: at most 0.85 of its CPU, and 95% of CIF
# pictures at most 5 ms later. Takes a minute and a half.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=/dev/null
. deploy/bench/lib.sh
application=target/tombolo/WEB-INF

clip() { # NAME SIZE RATE BITRATE: four seconds, a key frame each second
    ffmpeg -hide_banner -loglevel error -f lavfi -i "testsrc2=size=$2:rate=$3" -t 4 -c:v h263 -g "$3" -b:v "$4" -f h263 "$work/$1.h263"
}

clip QCIF 176x144 15 96k
clip CIF 352x288 25 384k
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -nowarn -d "$work/classes" -cp "$class_path:target/transcoder/lib/*" deploy/bench/transcode/*.java
java -Xmx256m -cp "$class_path:target/transcoder/lib/*" Transcode "$work"
