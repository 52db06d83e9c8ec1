# shellcheck shell=bash
# Installs what is missing from the distribution, without starting a service.

MISSING=()
POLICY=/usr/sbin/policy-rc.d

# need COMMAND PACKAGE: remembers the package when the command is not there.
need() {
    command -v "$1" >/dev/null || MISSING+=("$2")
}

# need_package PACKAGE...: the same for packages without a command of their own.
need_package() {
    local package
    for package; do
        dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || MISSING+=("$package")
    done
}

# Installs what need and need_package remembered, or says what to install.
install_missing() {
    ((${#MISSING[@]})) || return 0
    if ! command -v apt-get >/dev/null || ! may_be_root; then
        die "missing: install the packages ${MISSING[*]} (Debian, Ubuntu: apt-get install ${MISSING[*]})"
    fi
    say "Installing ${MISSING[*]} ..."
    local log
    log=$(mktemp)
    (install_without_services "${MISSING[@]}") >"$log" 2>&1 || {
        tail -n 5 "$log" >&2
        rm -f "$log"
        die "cannot install ${MISSING[*]}"
    }
    rm -f "$log"
    MISSING=()
}

may_be_root() {
    ((EUID == 0)) || { command -v sudo >/dev/null && { [[ -t 0 ]] || sudo -n true 2>/dev/null; }; }
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo "$@"; fi
}

# In a subshell, so that the trap is its own. Debian's invoke-rc.d asks policy-rc.d whether a service may start: 101 is no.
install_without_services() {
    trap allow_services EXIT
    trap 'exit 130' INT TERM
    forbid_services
    as_root apt-get update -q || true
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get install -y -q --no-install-recommends "$@"
}

forbid_services() {
    if as_root test -e "$POLICY"; then
        as_root mv -n "$POLICY" "$POLICY.before-tombolo"
    fi
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
    as_root chmod 755 "$POLICY"
}

allow_services() {
    as_root rm -f "$POLICY"
    if as_root test -e "$POLICY.before-tombolo"; then
        as_root mv "$POLICY.before-tombolo" "$POLICY"
    fi
}
