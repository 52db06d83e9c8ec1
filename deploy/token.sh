#!/usr/bin/env bash
# deploy/token.sh SCOPE...: prints an access token of the embedded issuer, valid for one hour. The server may be stopped.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in say settings packages build accounts; do
    # shellcheck source=/dev/null
    . "deploy/lib/$part.sh"
done

(($#)) || die "name at least one scope, such as calls:read or click-to-dial:calls:create"
DATA=$(data_directory)
need java default-jdk-headless
[[ -d target/tombolo/WEB-INF ]] || need_build_tools
install_missing >&2
[[ -d target/tombolo/WEB-INF ]] || build_war >&2
[[ -d $DATA ]] || (umask 077 && mkdir -p "$DATA")
export TOMBOLO_DATA=$DATA
war_class org.tombolo.web.token.Issuer "$DATA" "$@"
