# shellcheck shell=bash
# Accounts of the embedded default: the gateway itself makes them, so that scripts and server never disagree.

# The classes of the WAR, outside a container.
war_class() {
    java -cp "target/tombolo/WEB-INF/classes:target/tombolo/WEB-INF/lib/*" "$@"
}

make_accounts() {
    local said
    said=$(war_class org.tombolo.config.Accounts "$DATA" 2>&1) || die "$(tail -n 1 <<<"$said")"
}

# password NAME: of data/accounts.properties.
password() {
    property "$1" "$DATA/accounts.properties"
}

component_secret() {
    local secret
    secret=$(setting xmpp.secret)
    printf '%s\n' "${secret:-$(password component)}"
}
