#!/usr/bin/env bash
# Starts Tombolo with all it needs on this machine. deploy/run.sh --help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in say settings ports packages processes build accounts component prosody container demo; do
    # shellcheck source=/dev/null
    . "deploy/lib/$part.sh"
done

usage() {
    cat <<'TXT'
deploy/run.sh [--container restcomm|liberty] [--demo] [--background] [--no-xmpp-server]

  --container NAME   restcomm (embedded, the default) or liberty (Open Liberty)
  --demo             adds a simulated IMS phone that shares a test video, answers calls and chats
  --background       returns when ready; deploy/stop.sh stops it
  --no-xmpp-server   uses the XMPP server that is already there (TOMBOLO_XMPP_HOST, _PORT, _DOMAIN, _SECRET)

Ports and all other settings: src/main/resources/tombolo-defaults.properties, given as TOMBOLO_... variables.
TXT
}

parse_arguments() {
    CONTAINER=restcomm DEMO=false BACKGROUND=false XMPP_SERVER=true
    while (($#)); do
        case $1 in
            --container)
                CONTAINER=${2:-}
                [[ $CONTAINER == restcomm || $CONTAINER == liberty ]] || die "--container is restcomm or liberty"
                shift
                ;;
            --demo) DEMO=true ;;
            --background) BACKGROUND=true ;;
            --no-xmpp-server) XMPP_SERVER=false ;;
            -h | --help) usage && exit 0 ;;
            *) die "unknown option $1 (deploy/run.sh --help)" ;;
        esac
        shift
    done
}

# One run a data directory: the lock is ours until this script ends.
prepare_data() {
    DATA=$(data_directory) || exit
    RUN=$DATA/run LOGS=$DATA/log
    export TOMBOLO_DATA=$DATA
    [[ -d $DATA ]] || (umask 077 && mkdir -p "$DATA") || die "cannot make the data directory $DATA"
    mkdir -p "$RUN" "$LOGS" || die "cannot write in the data directory $DATA"
    exec {LOCK}>"$RUN/lock"
    flock -n "$LOCK" || die "already starting or running with the data directory $DATA"
    [[ ! -e $RUN/background ]] || ! pid_of container >/dev/null ||
        die "already running with the data directory $DATA (deploy/stop.sh stops it)"
    # Left over by a run that was killed: ours, and in the way.
    stop_all
}

need_tools() {
    need java default-jdk-headless
    need curl curl
    if $XMPP_SERVER; then need prosody prosody; fi
    if $DEMO; then need_demo_tools; fi
    if [[ $CONTAINER == liberty ]]; then need mvn maven; fi
    war_is_current || need_build_tools
    install_missing
}

need_ports() {
    local bind
    bind=$(setting bind)
    need_port tcp "$bind" http.port
    need_port tcp "$bind" sip.port
    need_port udp "$bind" sip.port
    need_port udp "$bind" webrtc.port
    need_port tcp "$bind" rtsp.port
    need_port udp "$bind" rtsp.rtp.port
    need_port tcp "$bind" msrp.port
    if $XMPP_SERVER; then
        need_port tcp "$(setting xmpp.host)" xmpp.port
        need_port tcp "$(setting xmpp.host)" xmpp.c2s.port
        need_port tcp "$(setting xmpp.host)" xmpp.http.port
    fi
    if [[ -n $(setting tls.certificate) ]]; then
        need_port tcp "$bind" https.port
        need_port tcp "$bind" sips.port
        need_port tcp "$bind" msrps.port
    fi
}

start_all() {
    if $XMPP_SERVER; then start_prosody; else check_component; fi
    # What users upload to our own Prosody (XEP-0363) may be fetched from there.
    if $XMPP_SERVER && [[ -z $(setting file.sources) ]]; then
        export TOMBOLO_FILE_SOURCES="http://$(setting xmpp.host):$(setting xmpp.http.port)/file_share/"
    fi
    start_container "$CONTAINER"
    wait_for_ready 60
    if $DEMO; then start_demo; fi
}

print_summary() {
    local domain xmpp url
    domain=$(setting ims.domain) xmpp=$(setting xmpp.server.domain) url=$(setting public.url)
    say "Tombolo is ready."
    say "  Portal     ${url:-http://$(local_address):$(setting http.port)}/ as alice, bob or admin"
    say "  SIP        $(local_address):$(setting sip.port) (UDP, TCP) as alice@$domain or bob@$domain"
    if $XMPP_SERVER; then
        say "  XMPP       $(setting xmpp.host):$(setting xmpp.c2s.port) as juliet@$xmpp or romeo@$xmpp"
    fi
    if $DEMO; then say "  Demo phone sip:demo@$domain, +15550003"; fi
    say "  Passwords  $DATA/accounts.properties"
    say "  Logs       $LOGS"
    if $BACKGROUND; then say "  Stop       deploy/stop.sh"; else say "  Stop       Ctrl-C"; fi
}

# Until Ctrl-C, or until one of ours ends: then everything ends.
wait_for_the_end() {
    local name
    while true; do
        wait -n || true
        for name in prosody container demo; do
            [[ ! -e $RUN/$name.pid ]] || pid_of "$name" >/dev/null || die "$name ended: $(last_word "$name") (see $LOGS/$name.log)"
        done
    done
}

parse_arguments "$@"
if $DEMO; then check_demo; fi
prepare_data
trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
need_ports
need_tools
war_is_current || build_war
install_container "$CONTAINER"
make_accounts
start_all
if $BACKGROUND; then
    touch "$RUN/background"
    trap - EXIT
fi
print_summary
$BACKGROUND || wait_for_the_end
