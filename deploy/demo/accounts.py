"""The accounts file that the first start wrote."""

import os
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parents[2]
FILE = TOP / os.environ.get("TOMBOLO_DATA", "data") / "accounts.properties"


def password(path, address):
    """The password of an address; ends the program when there is none."""
    try:
        lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as problem:
        sys.exit(f"cannot read {path}: {problem.strerror} (deploy/run.sh makes it)")
    found = [line.partition("=")[2] for line in lines if line.startswith(address + "=")]
    return found[0] if found else sys.exit(f"{path} has no password for {address}")
