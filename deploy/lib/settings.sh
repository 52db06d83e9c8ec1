# shellcheck shell=bash
# The gateway's settings as the scripts need them: environment, then the file TOMBOLO_CONFIG, then the commented defaults.

DEFAULTS=src/main/resources/tombolo-defaults.properties

# setting KEY: the value of tombolo.KEY. The environment variable of sip.port is TOMBOLO_SIP_PORT.
setting() {
    local key="tombolo.$1" name
    name=${key^^}
    name=${name//./_}
    if [[ -v $name ]]; then
        printf '%s\n' "${!name}"
    elif [[ -n ${TOMBOLO_CONFIG:-} ]] && has_property "$key" "$TOMBOLO_CONFIG"; then
        property "$key" "$TOMBOLO_CONFIG"
    else
        property "$key" "$DEFAULTS"
    fi
}

# property KEY FILE: the value of a key in a properties file, empty when it is not there.
property() {
    local line value=
    while IFS= read -r line || [[ -n $line ]]; do
        [[ $line == "$1="* ]] && value=${line#*=}
    done <"$2"
    printf '%s\n' "$value"
}

has_property() {
    grep -qE "^${1//./\\.}=" "$2" 2>/dev/null
}

# The data directory as an absolute path; a relative one is under the top of the clone.
data_directory() {
    local data
    data=$(setting data)
    [[ $data == /* ]] || data=$PWD/${data#./}
    printf '%s\n' "$data"
}

# Where this machine reaches what listens on the bind address.
local_address() {
    local bind
    bind=$(setting bind)
    case $bind in
        0.0.0.0 | ::) echo 127.0.0.1 ;;
        *) printf '%s\n' "$bind" ;;
    esac
}
