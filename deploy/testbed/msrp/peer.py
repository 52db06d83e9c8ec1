#!/usr/bin/env python3
"""An MSRP endpoint for tests, written from RFC 4975, RFC 4976 and RFC 7701 alone and with nothing of the gateway in it.

It is driven by JSON objects, one a line, on its standard input, and tells what happens in the same form on its standard
output. What the other side does against the RFC is told as {"event": "violation"}.

  {"do": "listen", "tls": false}                    -> {"event": "listening", "path": "msrp://..."}
  {"do": "auth", "relay": "msrp://...", "user": "u", "password": "p"}
                                                    -> {"event": "authorised", "path": "RELAY... OURS"} or "refused"
  {"do": "connect", "to": "msrp://..."}             opens a connection and says hello
  {"do": "peer", "to": "msrp://..."}                the path of the peer that will connect, or is behind the relay
  {"do": "send", "name": "n", "type": "a/b", "size": 10, "seed": 1, "success": true, "failure": "yes", "chunk": 2048}
  {"do": "send", "name": "n", "type": "text/plain", "text": "hello"}
  {"do": "send", "name": "n", "text": "...", "chunk": 2048, "after": 2}
                                                    sends the first two chunks only
  {"do": "cut", "after": 1}                         answers that many chunks more and then breaks the connection
  {"do": "abort", "name": "n"}                      sends the first chunk of a message and gives it up
  {"do": "reverse", "name": "n", "text": "hello"}   sends the chunks of a message last one first
  {"do": "raw", "name": "n", "text": "..."}         octets as they are, but for {TO} and {FROM}
  {"do": "nickname", "name": "n", "value": "Juliet"}   asks for a nickname
  {"do": "nicknames", "code": 200}  answers NICKNAME with that code, instead of 501
  {"do": "refuse", "code": 413}                     answers what comes next with that code
                                                    -> {"event": "refusing", "code": 413}
  {"do": "close"}
"""

import base64
import hashlib
import json
import os
import random
import re
import secrets
import socket
import ssl
import sys
import threading

IDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-+%=]{3,31}")
URI = re.compile(
    r"(msrps?)://(?:[^@/;]+@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::(\d+))?(?:/([A-Za-z0-9\-._~+=/]+))?;([A-Za-z0-9]+)"
)
RANGE = re.compile(r"(\d+)-(\d+|\*)/(\d+|\*)")
FIRST_LINE = re.compile(r"MSRP (\S+) (?:(\d{3})(?: (.*))?|([A-Z]+))")


def tell(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def content(size, seed):
    """Octets that both sides can make."""
    return random.Random(seed).randbytes(size)


class Frame:
    def __init__(self, first, headers, body, flag):
        parts = FIRST_LINE.fullmatch(first)
        if not parts:
            raise ValueError("no first line: " + first)
        self.transaction = parts.group(1)
        self.code = int(parts.group(2)) if parts.group(2) else None
        self.method = parts.group(4)
        self.headers = headers
        self.body = body
        self.flag = flag

    def get(self, name):
        for key, value in self.headers:
            if key.lower() == name.lower():
                return value
        return None


class Reader:
    """RFC 4975 9: first line, headers, perhaps a body, the end-line."""

    def __init__(self, sock):
        self.sock = sock
        self.data = b""

    def _until(self, mark):
        start = 0
        while True:
            at = self.data.find(mark, start)
            if at >= 0:
                taken, self.data = self.data[:at], self.data[at + len(mark):]
                return taken
            start = max(0, len(self.data) - len(mark))
            more = self.sock.recv(65536)
            if not more:
                raise EOFError
            self.data += more

    def _take(self, count):
        while len(self.data) < count:
            more = self.sock.recv(65536)
            if not more:
                raise EOFError
            self.data += more
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def frame(self):
        first = self._until(b"\r\n").decode()
        end = b"-------" + first.split(" ")[1].encode()
        headers = []
        while True:
            line = self._until(b"\r\n")
            if line.startswith(end) and len(line) == len(end) + 1:
                return Frame(first, headers, None, chr(line[-1]))
            if not line:
                body = b""
                while True:
                    body += self._until(b"\r\n" + end)
                    flag = self._take(3)
                    if flag[:1] in b"+$#" and flag[1:] == b"\r\n":
                        return Frame(first, headers, body, chr(flag[0]))
                    body += b"\r\n" + end
                    self.data = flag + self.data
            name, colon, value = line.decode().partition(":")
            if not colon:
                raise ValueError("no header: " + line.decode())
            headers.append((name, value[1:] if value.startswith(" ") else value))


class Checker:
    """What RFC 4975 demands of what we receive."""

    def __init__(self):
        self.live = set()

    def check(self, frame):
        for why in self._violations(frame):
            tell(event="violation", why=why, transaction=frame.transaction)

    def _violations(self, frame):
        names = [name for name, _ in frame.headers]
        if names[:2] != ["To-Path", "From-Path"]:
            yield "7.1: To-Path and From-Path come first: %s" % names
        for name in ("To-Path", "From-Path"):
            for uri in (frame.get(name) or "").split(" "):
                if not URI.fullmatch(uri):
                    yield "6: no URI in %s: %s" % (name, uri)
        if not IDENT.fullmatch(frame.transaction):
            yield "9: no transaction identifier: " + frame.transaction
        if frame.method == "SEND":
            yield from self._send(frame, names)
        elif frame.method == "REPORT":
            yield from self._report(frame)
        elif frame.code and frame.flag != "$":
            yield "9: a response ends with $"

    def _send(self, frame, names):
        if frame.transaction in self.live:
            yield "7.1: a transaction identifier was used again"
        self.live.add(frame.transaction)
        if not IDENT.fullmatch(frame.get("Message-ID") or ""):
            yield "7.1.1: no Message-ID: %s" % frame.get("Message-ID")
        if frame.body is None and any(name.startswith("Content-") for name in names):
            yield "7.1: headers of a body without a body"
        if frame.body is not None and names[-1] != "Content-Type":
            yield "7.1: Content-Type is the last header"
        parts = RANGE.fullmatch(frame.get("Byte-Range") or "")
        if not parts:
            yield "7.1.1: no Byte-Range: %s" % frame.get("Byte-Range")
            return
        length = len(frame.body or b"")
        start, end = int(parts.group(1)), parts.group(2)
        if end != "*" and int(end) != start + length - 1:
            yield "7.1.1: %d octets in range %s" % (length, parts.group(0))
        if end != "*" and length > 2048:
            yield "7.1.1: a chunk of %d octets is not interruptible" % length
        if frame.flag == "+" and length < 2048:
            yield "7.1.1: a chunk of %d octets that is not the last" % length
        if frame.body and b"-------" + frame.transaction.encode() in frame.body:
            yield "7.1: the end-line is in the body"

    def _report(self, frame):
        if not re.fullmatch(r"000 \d{3}( .*)?", frame.get("Status") or ""):
            yield "7.1.2: no Status: %s" % frame.get("Status")
        if not frame.get("Message-ID"):
            yield "7.1.2: a REPORT has a Message-ID"
        if frame.get("Success-Report") or frame.get("Failure-Report"):
            yield "7.1.2: a REPORT has no wishes"


class Message:
    """One that arrives, by its chunks."""

    def __init__(self):
        self.octets = bytearray()
        self.have = 0
        self.total = None
        self.chunks = 0


class Peer:
    def __init__(self, certificate):
        self.certificate = certificate
        self.lock = threading.Lock()
        self.sock = None
        self.session = secrets.token_hex(12)
        self.uri = None
        self.relays = []
        self.to = None
        self.names = {}
        self.messages = {}
        self.answers = {}
        self.refusal = None
        self.nicknames = None
        self.cut = None
        self.checker = Checker()
        self.flags = {}

    # connections

    def listen(self, tls):
        server = socket.create_server(("127.0.0.1", 0))
        scheme = "msrps" if tls else "msrp"
        self.uri = "%s://127.0.0.1:%d/%s;tcp" % (scheme, server.getsockname()[1], self.session)

        def accept():
            while True:
                sock, _ = server.accept()
                try:
                    self.use(self.wrapped(sock, server_side=True) if tls else sock)
                except OSError as e:
                    tell(event="failed", why=str(e))

        threading.Thread(target=accept, daemon=True).start()
        tell(event="listening", path=self.uri, fingerprint=self.fingerprint())

    def wrapped(self, sock, server_side):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side else ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        if self.certificate:
            context.load_cert_chain(self.certificate)
        return context.wrap_socket(sock, server_side=server_side)

    def fingerprint(self):
        if not self.certificate:
            return ""
        pem = open(self.certificate).read()
        first = re.search("-----BEGIN CERTIFICATE-----(.*?)-----END", pem, re.S).group(1)
        digest = hashlib.sha256(base64.b64decode(first)).hexdigest().upper()
        return "sha-256 " + ":".join(digest[i:i + 2] for i in range(0, 64, 2))

    def open(self, uri):
        scheme, host, port = URI.fullmatch(uri).group(1, 2, 3)
        sock = socket.create_connection((host.strip("[]"), int(port or 2855)))
        if scheme == "msrps":
            sock = self.wrapped(sock, server_side=False)
        if not self.uri:
            self.uri = "%s://127.0.0.1:9/%s;tcp" % (scheme, self.session)
        self.use(sock)

    def use(self, sock):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self.lock:
            self.sock = sock
        threading.Thread(target=self.read, args=(sock,), daemon=True).start()

    def write(self, *pieces):
        with self.lock:
            self.sock.sendall(b"".join(p if isinstance(p, bytes) else p.encode() for p in pieces))

    def read(self, sock):
        reader = Reader(sock)
        try:
            while True:
                frame = reader.frame()
                self.checker.check(frame)
                if frame.code:
                    self.response(frame)
                elif frame.method == "SEND":
                    self.receive(frame)
                elif frame.method == "REPORT":
                    tell(event="report", name=self.names.get(frame.get("Message-ID")), range=frame.get("Byte-Range"),
                         status=frame.get("Status"))
                elif frame.method == "NICKNAME" and self.nicknames:
                    tell(event="nickname", value=frame.get("Use-Nickname"))
                    self.respond(frame, self.nicknames)
                else:
                    self.respond(frame, 501)
        except (EOFError, OSError):
            tell(event="closed")
        except ValueError as e:
            tell(event="violation", why=str(e))

    # what comes

    def respond(self, frame, code):
        wish = frame.get("Failure-Report") or "yes"
        if wish == "no" or (wish == "partial" and code == 200):
            return
        to = frame.get("From-Path")
        # 7.2: a response to SEND goes to the previous hop, one to anything else all the way
        to = to.split(" ")[0] if frame.method == "SEND" else to
        self.write("MSRP %s %d\r\nTo-Path: %s\r\nFrom-Path: %s\r\n-------%s$\r\n" % (
            frame.transaction, code, to, frame.get("To-Path").split(" ")[0], frame.transaction))

    def receive(self, frame):
        if URI.fullmatch(frame.get("To-Path").split(" ")[-1]).group(4) != self.session:
            self.respond(frame, 481)
            return
        if self.refusal:
            self.respond(frame, self.refusal)
            return
        self.respond(frame, 200)
        if self.to is None:
            # Whoever connected to us without being announced: the way back is the way it came.
            self.to = frame.get("From-Path")
        if frame.body is None:
            tell(event="hello")
            return
        key = frame.get("Message-ID")
        message = self.messages.setdefault(key, Message())
        message.chunks += 1
        start, _, total = RANGE.fullmatch(frame.get("Byte-Range") or "1-*/*").groups()
        self.put(message, int(start) - 1, frame.body)
        if self.cut is not None:
            self.cut -= 1
            if self.cut == 0:
                self.cut = None
                del self.messages[key]
                tell(event="cut", size=message.have)
                self.close()
                return
        message.total = int(total) if total != "*" else message.total
        if frame.flag == "$" and message.total is None:
            message.total = int(start) - 1 + len(frame.body)
        if frame.flag == "#":
            del self.messages[key]
            tell(event="aborted", size=message.have)
        elif message.total is not None and message.have >= message.total:
            del self.messages[key]
            self.complete(frame, message)

    @staticmethod
    def put(message, at, octets):
        end = at + len(octets)
        if len(message.octets) < end:
            message.octets.extend(bytes(end - len(message.octets)))
        message.octets[at:end] = octets
        message.have += len(octets)

    def complete(self, frame, message):
        octets = bytes(message.octets)
        text = octets.decode(errors="replace") if len(octets) < 4096 else None
        tell(event="received", type=frame.get("Content-Type"), size=len(octets), chunks=message.chunks, text=text,
             sha256=hashlib.sha256(octets).hexdigest(), disposition=frame.get("Content-Disposition"))
        if (frame.get("Success-Report") or "no") == "yes":
            transaction = secrets.token_hex(8)
            self.write("MSRP %s REPORT\r\nTo-Path: %s\r\nFrom-Path: %s\r\nMessage-ID: %s\r\nByte-Range: 1-%d/%d\r\n"
                       "Status: 000 200 OK\r\n-------%s$\r\n" % (
                           transaction, frame.get("From-Path"), self.uri, frame.get("Message-ID"), len(octets),
                           len(octets), transaction))

    def response(self, frame):
        answered = self.answers.pop(frame.transaction, None)
        if answered is None:
            # Kamailio also passes on what the far end answers after it has answered itself.
            if not self.relays:
                tell(event="violation", why="7.2: a response to nothing",
                     transaction=frame.transaction)
        else:
            answered(frame)

    # what goes

    def path(self):
        return " ".join(self.relays[::-1] + [self.to])

    def start(self, method, headers, answered, to=None):
        transaction = secrets.token_hex(8)
        self.answers[transaction] = answered
        head = "MSRP %s %s\r\nTo-Path: %s\r\nFrom-Path: %s\r\n" % (transaction, method, to or self.path(), self.uri)
        return transaction, head + "".join("%s: %s\r\n" % header for header in headers)

    def hello(self):
        transaction, head = self.start(
            "SEND", [("Message-ID", secrets.token_hex(8)), ("Byte-Range", "1-0/0")],
            lambda frame: tell(event="bound", code=frame.code))
        self.write(head, "-------%s$\r\n" % transaction)

    def chunks(self, do):
        octets = do["text"].encode() if "text" in do else content(do["size"], do.get("seed", 1))
        size = do.get("chunk", 2048)
        return octets, [(at, octets[at:at + size]) for at in range(0, len(octets), size)] or [(0, b"")]

    def send(self, do, order=lambda chunks: chunks, flag=lambda last: "$" if last else "+"):
        octets, chunks = self.chunks(do)
        chunks = chunks[:do.get("after", len(chunks))]
        message_id = secrets.token_hex(8)
        self.names[message_id] = do["name"]
        missing = [len(chunks)]

        def answered(frame):
            missing[0] -= 1
            if frame.code != 200 or not missing[0]:
                tell(event="answered", name=do["name"], code=frame.code)

        for at, octets_of_chunk in order(chunks):
            last = at + len(octets_of_chunk) == len(octets)
            headers = [("Message-ID", message_id),
                       ("Byte-Range", "%d-%d/%d" % (at + 1, at + len(octets_of_chunk), len(octets)))]
            if do.get("success"):
                headers.append(("Success-Report", "yes"))
            if "failure" in do:
                headers.append(("Failure-Report", do["failure"]))
            headers.append(("Content-Type", do.get("type", "text/plain")))
            while True:
                transaction, head = self.start("SEND", headers, answered)
                if transaction.encode() not in octets_of_chunk:
                    break
            self.write(head, "\r\n", octets_of_chunk, "\r\n-------%s%s\r\n" % (transaction, flag(last)))
            if flag(last) == "#":
                break

    def nickname(self, name, value):
        quoted = value if value.startswith('"') else '"%s"' % value
        transaction, head = self.start(
            "NICKNAME", [("Use-Nickname", quoted)],
            lambda frame: tell(event="answered", name=name, code=frame.code))
        self.write(head, "-------%s$\r\n" % transaction)

    def close(self):
        self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def raw(self, name, text):
        self.answers[text.split(" ")[1]] = lambda frame: tell(event="answered", name=name, code=frame.code)
        self.write(text)

    def auth(self, do):
        relay, user, password = do["relay"], do["user"], do["password"]
        self.open(relay)

        def answered(frame):
            challenge = dict(re.findall(r'(\w+)="?([^",]*)"?', frame.get("WWW-Authenticate") or ""))
            if frame.code == 401 and challenge:
                self.authorise(relay, user, password, challenge)
            else:
                tell(event="refused", code=frame.code)

        transaction, head = self.start("AUTH", [], answered, to=relay)
        self.write(head, "-------%s$\r\n" % transaction)

    def authorise(self, relay, user, password, challenge):
        def md5(text):
            return hashlib.md5(text.encode()).hexdigest()

        cnonce = secrets.token_hex(4)
        secret = md5("%s:%s:%s" % (user, challenge["realm"], password))
        response = md5("%s:%s:00000001:%s:auth:%s" % (secret, challenge["nonce"], cnonce, md5("AUTH:" + relay)))
        authorization = ('Digest username="%s", realm="%s", nonce="%s", uri="%s", qop=auth, nc=00000001, cnonce="%s",'
                         ' response="%s"' % (user, challenge["realm"], challenge["nonce"], relay, cnonce, response))

        def answered(frame):
            if frame.code != 200:
                tell(event="refused", code=frame.code)
                return
            self.relays = frame.get("Use-Path").split(" ")
            tell(event="authorised", path=" ".join(self.relays + [self.uri]))

        transaction, head = self.start("AUTH", [("Authorization", authorization)], answered, to=relay)
        self.write(head, "-------%s$\r\n" % transaction)

    def do(self, do):
        what = do["do"]
        if what == "listen":
            self.listen(do.get("tls", False))
        elif what == "auth":
            self.auth(do)
        elif what == "peer":
            self.to = do["to"]
        elif what == "connect":
            self.to = do["to"]
            if not self.relays:
                self.open(do["to"].split(" ")[0])
            self.hello()
        elif what == "send":
            self.send(do)
        elif what == "reverse":
            self.send(dict(do, chunk=do.get("chunk", 4)), order=lambda chunks: chunks[::-1])
        elif what == "abort":
            self.send(dict(do, text="given up " * 500), flag=lambda last: "#")
        elif what == "raw":
            self.raw(do["name"], do["text"].replace("{TO}", self.path()).replace("{FROM}", self.uri))
        elif what == "nickname":
            self.nickname(do["name"], do["value"])
        elif what == "nicknames":
            self.nicknames = do["code"]
        elif what == "refuse":
            self.refusal = do["code"] or None
            tell(event="refusing", code=do["code"])
        elif what == "cut":
            self.cut = do["after"]
        elif what == "close":
            self.close()
        else:
            raise ValueError("what is " + what)


def main():
    peer = Peer(os.environ.get("MSRP_CERTIFICATE"))
    tell(event="ready", path="")
    for line in sys.stdin:
        try:
            peer.do(json.loads(line))
        except (OSError, ValueError, AttributeError) as e:
            tell(event="failed", why=str(e))


if __name__ == "__main__":
    main()
