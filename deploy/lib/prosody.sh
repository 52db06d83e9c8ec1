# shellcheck shell=bash
# Prosody with our own configuration, storage and log under the data directory.

prosody_config() {
    printf '%s\n' "$DATA/prosody/prosody.cfg.lua"
}

render_prosody_config() {
    local text root=false
    ((EUID)) || root=true
    text=$(<deploy/prosody/prosody.cfg.lua.in)
    fill DATA "$DATA/prosody"
    fill RUN_AS_ROOT "$root"
    fill ADDRESS "$(setting xmpp.host)"
    fill C2S_PORT "$(setting xmpp.c2s.port)"
    fill COMPONENT_PORT "$(setting xmpp.port)"
    fill HTTP_PORT "$(setting xmpp.http.port)"
    fill SERVER_DOMAIN "$(setting xmpp.server.domain)"
    fill CHAT_DOMAIN "$(chat_domain)"
    fill CHAT_KEY "$DATA/chat.jwk"
    fill MODULES "$PWD/deploy/prosody/modules"
    fill COMPONENT_DOMAIN "$(setting xmpp.domain)"
    fill COMPONENT_SECRET "$(component_secret)"
    (umask 077 && mkdir -p "$DATA/prosody/storage" "$DATA/prosody/certificates" && printf '%s\n' "$text" >"$(prosody_config)")
}

chat_domain() {
    local domain
    domain=$(setting chat.domain)
    printf '%s\n' "${domain:-web.$(setting xmpp.server.domain)}"
}

# fill NAME VALUE: puts the value, safe inside a quoted Lua string, where text says @NAME@.
fill() {
    local value=${2//\\/\\\\}
    value=${value//\"/\\\"}
    text=${text//"@$1@"/"$value"}
}

start_prosody() {
    render_prosody_config
    start_process prosody prosody -F --config "$(prosody_config)"
    wait_for_component
    local domain user
    domain=$(setting xmpp.server.domain)
    for user in juliet romeo; do add_xmpp_user "$user" "$domain"; done
}

# Passwords go by the input, where no other user of the machine sees them.
add_xmpp_user() {
    local password
    password=$(password "$1@$2")
    [[ -n $password ]] || die "$DATA/accounts.properties has no password for $1@$2"
    prosodyctl_with "$password" adduser "$1@$2" || prosodyctl_with "$password" passwd "$1@$2" ||
        die "prosodyctl cannot add $1@$2: see $LOGS/prosodyctl.log"
}

prosodyctl_with() {
    printf '%s\n%s\n' "$1" "$1" | prosodyctl --config "$(prosody_config)" "$2" "$3" >"$LOGS/prosodyctl.log" 2>&1
}

# Our own server is up when it takes the component.
wait_for_component() {
    local tries=150 answer
    while true; do
        pid_of prosody >/dev/null || die "Prosody ended: $(prosody_reason)"
        answer=$(component_handshake)
        case $answer in
            accepted) return ;;
            unreachable) ((tries-- > 0)) || die "Prosody does not answer on $(setting xmpp.host):$(setting xmpp.port): $(prosody_reason)" ;;
            *) die "Prosody refuses the component $(setting xmpp.domain): $answer" ;;
        esac
        sleep 0.1
    done
}

prosody_reason() {
    local reason
    reason=$(grep -h -E 'error|Failed' "$LOGS/prosody.log" 2>/dev/null | tail -n 1 | cut -c 1-300)
    printf '%s\n' "${reason:-see $LOGS/prosody.log}"
}
