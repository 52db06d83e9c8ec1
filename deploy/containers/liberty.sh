#!/usr/bin/env bash
# Runs the WAR in Open Liberty, in the foreground. deploy/containers/liberty.sh [--install-only]
#
# The server comes from Maven Central at the first use and is kept outside of target/, so that a clean build does not
# fetch it again: TOMBOLO_LIBERTY_HOME, by default ~/.cache/tombolo/liberty-VERSION. Settings as for deploy/run.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=/dev/null
. deploy/lib/classes.sh

readonly VERSION=26.0.0.3
readonly HOME_DIRECTORY=${TOMBOLO_LIBERTY_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/tombolo/liberty-$VERSION}
readonly FETCH=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack

fail() {
    printf 'tombolo: %s\n' "$*" >&2
    exit 1
}

installed() {
    [[ -f $HOME_DIRECTORY/lib/versions/openliberty.properties ]]
}

install_liberty() {
    local folder
    folder=$(dirname "$HOME_DIRECTORY")
    mkdir -p "$folder" || fail "cannot make $folder for Open Liberty"
    command -v mvn >/dev/null || fail "mvn is missing: install Maven, or put Open Liberty $VERSION in $HOME_DIRECTORY"
    # Of two that start at once, one fetches. The server must not inherit the lock.
    (
        flock 9
        installed || fetch "$folder"
    ) 9>"$folder/liberty.lock"
}

fetch() {
    local part log=$1/liberty.log
    printf 'Fetching Open Liberty %s (352 MB) ...\n' "$VERSION" >&2
    part=$(mktemp -d "$1/part.XXXXXX")
    # shellcheck disable=SC2086 # several options in one variable
    if ! mvn -B -ntp ${TOMBOLO_MAVEN_OPTIONS:-} "$FETCH" -Dartifact="io.openliberty:openliberty-runtime:$VERSION:zip" \
        -DoutputDirectory="$part" -Dmdep.overWriteReleases=true >"$log" 2>&1 </dev/null; then
        rm -rf "$part"
        fail "Open Liberty $VERSION cannot be fetched: $(grep -m 1 -F '[ERROR]' "$log" || tail -n 1 "$log") (see $log)"
    fi
    rm -rf "$HOME_DIRECTORY"
    mv "$part/wlp" "$HOME_DIRECTORY"
    rm -rf "$part"
}

# The server's own directory: configuration, logs and work area, under the data directory.
prepare_server() {
    DATA=${TOMBOLO_DATA:-data}
    mkdir -p "$DATA/container/liberty/servers/tombolo" || fail "cannot write in the data directory $DATA"
    USER_DIRECTORY=$(cd "$DATA/container/liberty" && pwd)
    SERVER=$USER_DIRECTORY/servers/tombolo
    cp deploy/containers/liberty/server.xml deploy/containers/dar.properties "$SERVER/"
    # shellcheck disable=SC2086 # several options in one variable
    java ${TOMBOLO_JAVA_OPTS:-} -cp "target/launcher/tombolo-launcher.jar" org.tombolo.launcher.LibertySettings \
        "$SERVER" "${TOMBOLO_WAR:-target/tombolo.war}"
}

command -v java >/dev/null || fail "java is missing: install a JDK 17"
installed || install_liberty
[[ ${1:-} != --install-only ]] || exit 0
prepare_server
export WLP_USER_DIR=$USER_DIRECTORY WLP_OUTPUT_DIR=$USER_DIRECTORY/servers LOG_DIR=$SERVER/logs
# Not bin/server: the process that is started here is the one that a signal reaches.
# command.port: no command listener, which would be on 127.0.0.1 whatever the bind address; a signal ends the server.
# No agent of Liberty's, as with its WLP_SKIP_BOOTSTRAP_AGENT: it serves monitoring features that we do not use, and classes could not be shared.
sharing=$(share_classes "$HOME_DIRECTORY" "$HOME_DIRECTORY/bin/tools/ws-server.jar" "${TOMBOLO_WAR:-target/tombolo.war}")
# The transcoder that the build puts beside the WAR, unless another one is named.
transcoder=$(dirname "${TOMBOLO_WAR:-$PWD/target/tombolo.war}")/transcoder
[[ -n ${TOMBOLO_TRANSCODER:-} || ! -f $transcoder/tombolo-transcoder.jar ]] || export TOMBOLO_TRANSCODER=$transcoder
# A young generation of the default size, a third of the first heap, is collected thirty times in a start.
# shellcheck disable=SC2086 # several options in one variable
exec java ${sharing:+"$sharing"} -Xms160m -XX:NewSize=96m -XX:+UseSerialGC ${TOMBOLO_JAVA_OPTS:-} -Dcommand.port=-1 -Djava.awt.headless=true \
    -Djdk.attach.allowAttachSelf=true -jar "$HOME_DIRECTORY/bin/tools/ws-server.jar" tombolo
