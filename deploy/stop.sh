#!/usr/bin/env bash
# Stops what deploy/run.sh --background started with this data directory, and nothing else.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for part in say settings processes; do
    # shellcheck source=/dev/null
    . "deploy/lib/$part.sh"
done

DATA=$(data_directory)
RUN=$DATA/run
if [[ ! -e $RUN/background ]]; then
    say "Nothing was started in the background with the data directory $DATA."
    exit 0
fi
stop_all
say "Stopped."
