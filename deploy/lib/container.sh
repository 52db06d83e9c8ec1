# shellcheck shell=bash
# The SIP/HTTP container with our WAR.

# install_container restcomm|liberty: what the build does not bring. It says itself what went wrong.
install_container() {
    [[ $1 != liberty ]] || deploy/containers/liberty.sh --install-only || exit 1
}

# start_container restcomm|liberty
start_container() {
    case $1 in
        restcomm) start_restcomm ;;
        liberty) start_process container deploy/containers/liberty.sh ;;
    esac
}

start_restcomm() {
    local options=()
    # shellcheck disable=SC2206 # several options in one variable, split on purpose
    options=(${TOMBOLO_JAVA_OPTS:-})
    # The default first heap is a 64th of the memory: most of it would stay unused.
    start_process container java -Xms64m "${options[@]}" -Dtombolo.war=target/tombolo.war \
        -cp "target/launcher/tombolo-launcher.jar:target/launcher/lib/*" org.tombolo.launcher.Main
}

health_url() {
    printf 'http://%s:%s/health/ready\n' "$(local_address)" "$(setting http.port)"
}

# wait_for_ready SECONDS: until readiness is 200; fails with the reason when the container ends or the time is up.
wait_for_ready() {
    local end=$((SECONDS + $1)) url
    url=$(health_url)
    until curl -sf -o /dev/null --max-time 5 "$url"; do
        pid_of container >/dev/null || die "the container ended: $(last_word container) (see $LOGS/container.log)"
        ((SECONDS < end)) || die "not ready after $1 s: $(unready_reason "$url")"
        sleep 0.2
    done
}

# Readiness itself says what is missing; without an application the container's page or nothing answers, and its log knows.
unready_reason() {
    local health
    health=$(curl -s --max-time 5 "$1" | tr -d '\r\n' | cut -c 1-500) || true
    [[ $health == "{"* ]] || health=$(last_word container)
    printf '%s (see %s)\n' "${health:-it says nothing}" "$LOGS/container.log"
}
