# shellcheck shell=bash
# The simulated IMS phone of --demo.

need_demo_tools() {
    need python3 python3
    need ffmpeg ffmpeg
}

# The phone registers at the gateway itself, which accepts that only in standalone mode.
check_demo() {
    [[ -z $(setting sip.outbound.proxy) ]] || die "--demo needs standalone mode: unset TOMBOLO_SIP_OUTBOUND_PROXY"
}

start_demo() {
    local domain
    domain=$(setting ims.domain)
    start_process demo python3 -u deploy/demo/phone.py "demo@$domain" \
        --gateway "$(local_address):$(setting sip.port)" --accounts "$DATA/accounts.properties" \
        --echo --share "sip:alice@$domain" --greet "sip:juliet@$(setting xmpp.server.domain)"
}
