# shellcheck shell=bash
# Whether an XMPP server takes our component, asked as the gateway itself will ask it (XEP-0114 3).

# Fails with one line when the server that is already there is not reached or refuses us.
check_component() {
    local where answer
    where=$(setting xmpp.host):$(setting xmpp.port)
    answer=$(component_handshake)
    case $answer in
        accepted) ;;
        unreachable) die "no XMPP server takes components on $where (TOMBOLO_XMPP_HOST, TOMBOLO_XMPP_PORT)" ;;
        not-authorized) die "the XMPP server on $where refuses the component $(setting xmpp.domain): wrong secret (TOMBOLO_XMPP_SECRET)" ;;
        *) die "the XMPP server on $where refuses the component $(setting xmpp.domain): $answer" ;;
    esac
}

# accepted, unreachable, or the server's stream error.
component_handshake() {
    local stream answer
    if ! { exec {stream}<>"/dev/tcp/$(setting xmpp.host)/$(setting xmpp.port)"; } 2>/dev/null; then
        echo unreachable
        return
    fi
    answer=$(handshake_on "$stream" 2>/dev/null)
    exec {stream}>&-
    printf '%s\n' "${answer:-no answer}"
}

handshake_on() {
    local header digest answer
    printf "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' to='%s'>" \
        "$(setting xmpp.domain)" >&"$1"
    header=$(read_until "$1" '<stream:stream')
    [[ $header =~ [[:space:]]id=[\'\"]([^\'\"]+) ]] || { stream_error "$1" "$header"; return; }
    digest=$(printf '%s%s' "${BASH_REMATCH[1]}" "$(component_secret)" | sha1sum)
    printf '<handshake>%s</handshake>' "${digest%% *}" >&"$1"
    answer=$(read_tag "$1")
    if [[ $answer == *"<handshake"* ]]; then echo accepted; else stream_error "$1" "$answer"; fi
}

# The condition is the element after <stream:error>.
stream_error() {
    local tag=$2
    [[ $tag == *"<stream:error"* ]] || tag=$(read_until "$1" '<stream:error')
    tag=$(read_tag "$1")
    [[ $tag =~ \<([a-z-]+) ]] && echo "${BASH_REMATCH[1]}"
}

read_until() {
    local tag
    while tag=$(read_tag "$1") && [[ -n $tag ]]; do
        [[ $tag == *"$2"* ]] && { printf '%s\n' "$tag"; return; }
    done
}

read_tag() {
    local tag
    IFS= read -r -t 5 -d '>' tag <&"$1" && printf '%s\n' "$tag"
}
