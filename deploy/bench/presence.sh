#!/usr/bin/env bash
# What a presence subscription costs: memory for each, and time for a change of presence from the NOTIFY's body to the stanza,
# with 1,000 and with 200,000 XMPP users watching. IMS and XMPP are in memory; containers' dialogs and the database are not
# counted. Goal: a change costs at most 1.2 times as much. Takes under a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
application=target/tombolo/WEB-INF
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
class_path="$work/classes:$application/classes:$application/lib/*"
javac -proc:none -d "$work/classes" -cp "$class_path" deploy/bench/presence/*.java
java -Xmx1g -XX:+UseSerialGC -cp "$class_path" Presence 1000 200000
