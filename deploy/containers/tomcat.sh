#!/usr/bin/env bash
# Makes a stock Tomcat 7.0.109 a SIP servlet container: deploy/containers/tomcat.sh [DIRECTORY], by default target/tomcat.
# Then copy target/tombolo.war (or tombolo.sar) into DIRECTORY/webapps and start DIRECTORY/bin/catalina.sh run: the gateway
# is under /tombolo. Ports and addresses: TOMBOLO_HTTP_PORT, TOMBOLO_SIP_PORT, TOMBOLO_BIND, TOMBOLO_PUBLIC_HOST.
set -euo pipefail
target=${1:-}
[[ -z $target || $target == /* ]] || target=$PWD/$target
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
target=${target:-$PWD/target/tomcat}

readonly VERSION=7.0.109
readonly UNPACK=org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack

fail() {
    printf 'tombolo: %s\n' "$*" >&2
    exit 1
}

unpack_tomcat() {
    local part
    part=$(mktemp -d)
    # shellcheck disable=SC2086 # several options in one variable
    mvn -B -ntp -q ${TOMBOLO_MAVEN_OPTIONS:-} "$UNPACK" -Dartifact="org.apache.tomcat:tomcat:$VERSION:zip" \
        -DoutputDirectory="$part" -Dmdep.overWriteReleases=true </dev/null >&2 || fail "Tomcat $VERSION cannot be fetched"
    mkdir -p "$(dirname "$target")"
    mv "$part/apache-tomcat-$VERSION" "$target"
    rmdir "$part"
    chmod +x "$target"/bin/*.sh
    # Its own applications: samples, and a manager nobody asked for.
    rm -rf "$target"/webapps/*
}

add_container() {
    local jar
    for jar in target/launcher/lib/*.jar; do
        case $jar in
            */tomcat-embed-*) ;; # Tomcat has these classes
            *) cp "$jar" "$target/lib/" ;;
        esac
    done
    # As classes: Tomcat looks into the folder before the jars, and one of them stands before a class of the same name.
    (cd "$target/lib" && unzip -qo "$OLDPWD/target/launcher/tombolo-launcher.jar" 'org/restcomm/*' \
        'org/tombolo/launcher/SipSessionManager.class' 'org/tombolo/launcher/DispatcherFirst.class' \
        'org/tombolo/launcher/SarDeployer.class' 'org/tombolo/launcher/RequestValve.class' \
        'org/tombolo/launcher/MessageProcessors.class' 'org/tombolo/launcher/UdpProcessor*.class')
    cp deploy/containers/tomcat/log4j.properties "$target/lib/"
    cp deploy/containers/tomcat/server.xml deploy/containers/tomcat/context.xml "$target/conf/"
    cp deploy/containers/dar.properties deploy/containers/sip-stack.properties "$target/conf/"
    cp deploy/containers/tomcat/setenv.sh "$target/bin/"
}

[[ ! -e $target ]] || fail "$target exists"
[[ -f target/launcher/tombolo-launcher.jar ]] || fail "target/launcher is missing: mvn package"
for tool in mvn unzip; do
    command -v "$tool" >/dev/null || fail "$tool is missing"
done
unpack_tomcat
add_container
printf '%s\n' "$target"
