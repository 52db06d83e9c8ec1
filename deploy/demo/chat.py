#!/usr/bin/env python3
"""A small XMPP client: shows what arrives, sends each line you type.

    deploy/demo/chat.py juliet@localhost demo@ims.localhost
    echo Hello | deploy/demo/chat.py juliet@localhost demo@ims.localhost --wait 3
"""

import argparse
import base64
import hashlib
import hmac
import os
import secrets
import socket
import sys
import threading
import time
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import accounts

CLIENT, SASL, STREAM = "{jabber:client}", "{urn:ietf:params:xml:ns:xmpp-sasl}", "{http://etherx.jabber.org/streams}"


class Stream:
    """An XMPP client stream (RFC 6120) without TLS: this machine only."""

    def __init__(self, host, port, domain):
        self.socket = socket.create_connection((host, port))
        self.domain = domain
        self.open()

    def open(self):
        self.parser = ElementTree.XMLPullParser(["start", "end"])
        self.depth = 0
        self.send(
            f"<?xml version='1.0'?><stream:stream to={quoteattr(self.domain)} version='1.0' "
            "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
        )
        self.features = self.receive()

    def send(self, text):
        self.socket.sendall(text.encode())

    def receive(self):
        """The next element under the stream's root; EOFError when the stream is closed."""
        while True:
            for event, element in self.parser.read_events():
                self.depth += 1 if event == "start" else -1
                if event == "end" and self.depth == 1:
                    return element
                if self.depth == 0:
                    raise EOFError
            data = self.socket.recv(65536)
            if not data:
                raise EOFError
            self.parser.feed(data)

    def sign_in(self, user, password):
        """SCRAM-SHA-1 (RFC 5802 3), then a new stream and a resource."""
        first, nonce = f"n={user.replace('=', '=3D').replace(',', '=2C')},r=", secrets.token_hex(12)
        first += nonce
        self.send(f"<auth xmlns='{SASL[1:-1]}' mechanism='SCRAM-SHA-1'>{encoded('n,,' + first)}</auth>")
        challenge = self.expect("challenge")
        fields = dict(part.split("=", 1) for part in challenge.split(","))
        last = f"c=biws,r={fields['r']}"
        salted = hashlib.pbkdf2_hmac("sha1", password.encode(), base64.b64decode(fields["s"]), int(fields["i"]))
        key = hmac.digest(salted, b"Client Key", "sha1")
        signature = hmac.digest(hashlib.sha1(key).digest(), f"{first},{challenge},{last}".encode(), "sha1")
        proof = base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()
        self.send(f"<response xmlns='{SASL[1:-1]}'>{encoded(f'{last},p={proof}')}</response>")
        self.expect("success")
        self.open()
        self.send("<iq id='bind' type='set'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
        self.receive()
        self.send("<presence/>")

    def expect(self, name):
        element = self.receive()
        if element.tag != SASL + name:
            sys.exit("the XMPP server refuses the password")
        return base64.b64decode(element.text or "").decode()


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def show(stream):
    try:
        while True:
            stanza = stream.receive()
            sender = (stanza.get("from") or "").split("/")[0]
            if stanza.tag == CLIENT + "message" and stanza.get("type") == "error":
                error = stanza.find(CLIENT + "error")
                print(f"{sender}: not delivered ({error[0].tag.rpartition('}')[2]})", flush=True)
            elif stanza.tag == CLIENT + "message" and stanza.findtext(CLIENT + "body"):
                print(f"{sender}: {stanza.findtext(CLIENT + 'body')}", flush=True)
            elif stanza.tag == CLIENT + "iq" and stanza.get("type") in ("get", "set"):
                answer = f"<iq type='error' id={quoteattr(stanza.get('id'))} to={quoteattr(stanza.get('from', stream.domain))}>"
                error = "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
                stream.send(f"{answer}<error type='cancel'>{error}</error></iq>")
    except (EOFError, OSError):
        print("the XMPP server closed the stream", flush=True)
        os._exit(1)  # the main thread waits for a line


def arguments():
    host, port = os.environ.get("TOMBOLO_XMPP_HOST", "127.0.0.1"), os.environ.get("TOMBOLO_XMPP_C2S_PORT", "5222")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("account", help="USER@DOMAIN, one of the accounts file")
    parser.add_argument("other", help="whom to write to")
    parser.add_argument("--server", default=f"{host}:{port}", metavar="HOST:PORT")
    parser.add_argument("--accounts", default=accounts.FILE, metavar="FILE")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="stays so long after the last line")
    return parser.parse_args()


def main():
    options = arguments()
    host, _, port = options.server.rpartition(":")
    user, domain = options.account.split("@")
    try:
        stream = Stream(host, int(port), domain)
    except OSError as problem:
        sys.exit(f"no XMPP server on {options.server}: {problem.strerror}")
    stream.sign_in(user, accounts.password(options.accounts, options.account))
    print(f"{options.account} is signed in; what you type goes to {options.other}", flush=True)
    threading.Thread(target=show, args=(stream,), daemon=True).start()
    for number, line in enumerate(sys.stdin):
        if line.strip():
            body = f"<body>{escape(line.strip())}</body>"
            stream.send(f"<message type='chat' id='line-{number}' to={quoteattr(options.other)}>{body}</message>")
    time.sleep(options.wait)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
