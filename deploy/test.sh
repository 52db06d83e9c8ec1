#!/usr/bin/env bash
# Installs the test peers and runs every test: in memory, architecture, both containers, real peers, real browser.
# Arguments go to Maven: deploy/test.sh -Dit.test=ScriptsIT
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in say packages build; do
    # shellcheck source=/dev/null
    . "deploy/lib/$part.sh"
done

need_peers() {
    need curl curl
    need git git
    need python3 python3
    need ffmpeg ffmpeg
    need prosody prosody
    need ejabberdctl ejabberd
    need sipp sip-tester
    need baresip baresip-core
    need linphone-daemon linphone-cli
    need kamailio kamailio
    need sqlite3 sqlite3
    need chromium chromium
    need chromedriver chromium-driver
    need tshark tshark
    need openssl openssl
    need unzip unzip
    need gst-launch-1.0 gstreamer1.0-tools
    need nginx nginx-light
    need_package python3-slixmpp gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-libav libnginx-mod-rtmp baresip-ffmpeg kamailio-ims-modules kamailio-presence-modules kamailio-sqlite-modules kamailio-websocket-modules kamailio-extra-modules
}

need_build_tools
need_peers
install_missing
exec mvn -B verify "$@" </dev/null
