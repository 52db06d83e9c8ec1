# shellcheck shell=bash
# Busy ports are found before anything starts: a server that fails to bind says so late and in its own words.

# port_is_busy tcp|udp ADDRESS PORT: somebody on this machine has the port on that address or on all of them.
port_is_busy() {
    local files=("/proc/net/$1")
    [[ -r /proc/net/${1}6 ]] && files+=("/proc/net/${1}6")
    awk -v protocol="$1" -v address="$(hex_address "$2")" -v port="$(printf '%04X' "$3")" '
        $2 ~ (":" port "$") {
            # 0A is LISTEN; a UDP socket that is connected (01) does not hold the port against us.
            if (protocol == "tcp" && $4 != "0A" || protocol == "udp" && $4 == "01") next
            host = substr($2, 1, index($2, ":") - 1)
            sub(/^0000000000000000FFFF0000/, "", host) # an IPv4 address in IPv6 (RFC 4291 2.5.5.2)
            if (address == "any" || host == address || host ~ /^0+$/) found = 1
        }
        END { exit !found }' "${files[@]}"
}

# An IPv4 address as /proc/net writes it (little endian), or "any" when it is something else.
hex_address() {
    local address=$1
    [[ $address == localhost ]] && address=127.0.0.1
    if [[ $address =~ ^([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)$ && $address != 0.0.0.0 ]]; then
        printf '%02X%02X%02X%02X\n' "${BASH_REMATCH[4]}" "${BASH_REMATCH[3]}" "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}"
    else
        echo any
    fi
}

# need_port tcp|udp ADDRESS KEY: fails with the setting to change when the port of tombolo.KEY is busy.
need_port() {
    local port variable=tombolo.$3
    port=$(setting "$3")
    variable=${variable^^}
    [[ $port =~ ^[0-9]{1,5}$ ]] || die "tombolo.$3 is \"$port\", but must be a port number"
    ! port_is_busy "$1" "$2" "$port" ||
        die "port $port/$1 is busy on $2: stop who holds it, or set ${variable//./_} to another port"
}
