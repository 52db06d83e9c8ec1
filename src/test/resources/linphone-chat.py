#!/usr/bin/env python3
"""Linphone's own library as a phone on which somebody reads: linphone-daemon cannot mark messages as read.

Takes the options and, over its socket, those commands of linphone-daemon that a chat needs, `read`,
`file URI PATH` and `fetch NAME`, which puts a file that has come into its home.
"""
import argparse
import ctypes
import mimetypes
import os
import select
import socket

REGISTERED = 2  # LinphoneRegistrationOk

lib = ctypes.CDLL("liblinphone.so.10")
libc = ctypes.CDLL(None)


def function(library, name, result, *arguments):
    found = getattr(library, name)
    found.restype = result
    found.argtypes = arguments
    return found


P, S, I = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
fopen = function(libc, "fopen", P, S, S)
enable_logs = function(lib, "linphone_core_enable_logs", None, P)
factory = function(lib, "linphone_factory_get", P)
create = function(lib, "linphone_factory_create_core_3", P, P, S, S, P)
start = function(lib, "linphone_core_start", I, P)
stop = function(lib, "linphone_core_stop", None, P)
iterate = function(lib, "linphone_core_iterate", None, P)
account = function(lib, "linphone_core_get_default_account", P, P)
state = function(lib, "linphone_account_get_state", I, P)
params = function(lib, "linphone_account_get_params", P, P)
clone = function(lib, "linphone_account_params_clone", P, P)
enable_register = function(lib, "linphone_account_params_set_register_enabled", None, P, ctypes.c_ubyte)
set_params = function(lib, "linphone_account_set_params", I, P, P)
interpret = function(lib, "linphone_core_interpret_url", P, P, S)
room_with = function(lib, "linphone_core_get_chat_room", P, P, P)
new_message = function(lib, "linphone_chat_room_create_message_from_utf8", P, P, S)
send = function(lib, "linphone_chat_message_send", None, P)
rooms_of = function(lib, "linphone_core_get_chat_rooms", P, P)
mark_as_read = function(lib, "linphone_chat_room_mark_as_read", None, P)
data = function(lib, "bctbx_list_get_data", P, P)
after = function(lib, "bctbx_list_next", P, P)


last_message = function(lib, "linphone_chat_room_get_last_message_in_history", P, P)
is_outgoing = function(lib, "linphone_chat_message_is_outgoing", ctypes.c_ubyte, P)
file_of = function(lib, "linphone_chat_message_get_file_transfer_information", P, P)
name_of = function(lib, "linphone_content_get_name", S, P)
download = function(lib, "linphone_chat_message_download_content", ctypes.c_ubyte, P, P)
create_content = function(lib, "linphone_core_create_content", P, P)
set_file_path = function(lib, "linphone_content_set_file_path", None, P, S)
set_name = function(lib, "linphone_content_set_name", None, P, S)
set_type = function(lib, "linphone_content_set_type", None, P, S)
set_subtype = function(lib, "linphone_content_set_subtype", None, P, S)
set_size = function(lib, "linphone_content_set_size", None, P, ctypes.c_size_t)
new_file_message = function(lib, "linphone_chat_room_create_file_transfer_message", P, P, P)


def file_message(core, uri, path):
    content = create_content(core)
    kind, subtype = mimetypes.guess_type(path)[0].split("/")
    set_type(content, kind.encode())
    set_subtype(content, subtype.encode())
    set_name(content, os.path.basename(path).encode())
    set_size(content, os.path.getsize(path))
    set_file_path(content, path.encode())
    return new_file_message(room_with(core, interpret(core, uri.encode())), content)


fetched = set()


def fetch(core, name):
    """Somebody taps on the file that has come last, if it is the one of that name."""
    for room in list(rooms(core)):
        message = last_message(room)
        content = file_of(message) if message and not is_outgoing(message) else None
        if content and name_of(content) == name.encode() and name not in fetched:
            fetched.add(name)
            set_file_path(content, os.path.join(os.environ["HOME"], name).encode())
            download(message, content)


def rooms(core):
    entry = rooms_of(core)
    while entry:
        yield data(entry)
        entry = after(entry)


def answer(core, line):
    words = line.split(" ", 2)
    if words[0] == "register-status":
        ok = state(account(core)) == REGISTERED
        return "State: LinphoneRegistration" + ("Ok" if ok else "None")
    if words[0] == "unregister":
        changed = clone(params(account(core)))
        enable_register(changed, 0)
        set_params(account(core), changed)
        return ""
    if words[0] == "message":
        send(new_message(room_with(core, interpret(core, words[1].encode())), words[2].encode()))
        return ""
    if words[0] == "fetch":
        fetch(core, line.split(" ", 1)[1])
        return ""
    if words[0] == "file":
        send(file_message(core, words[1], words[2]))
        return ""
    if words[0] == "read":
        for room in list(rooms(core)):
            mark_as_read(room)
        return ""
    raise SystemExit("no such command: " + line)


def serve(core, listener):
    sockets = [listener]
    while True:
        iterate(core)
        for ready in select.select(sockets, [], [], 0.02)[0]:
            if ready is listener:
                sockets.append(listener.accept()[0])
                continue
            text = ready.recv(65536).decode()
            if not text:
                return
            for line in text.splitlines():
                ready.sendall(f"Status: Ok\n{answer(core, line)}\n".encode())


def main():
    options = argparse.ArgumentParser()
    for name in ("pipe", "config", "log"):
        options.add_argument("--" + name, required=True)
    given = options.parse_args()
    enable_logs(fopen(given.log.encode(), b"w"))
    core = create(factory(), given.config.encode(), None, None)
    start(core)
    listener = socket.socket(socket.AF_UNIX)
    path = os.path.join("/tmp", given.pipe)
    listener.bind(path)
    listener.listen()
    try:
        serve(core, listener)
    finally:
        os.unlink(path)
        stop(core)


main()
