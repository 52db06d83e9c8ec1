"""A small SIP user agent core over UDP (RFC 3261), for the demo phone: messages, transactions, dialogs, digest."""

import hashlib
import queue
import re
import secrets
import socket
import threading
import time

T1 = 0.5  # RFC 3261 17.1.1.1: estimate of the round trip, start of all retransmission
TIMER_B = 32.0  # 64 * T1: nothing was answered
RING = 180.0  # how long a call may stay provisional

COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length", "c": "content-type"}


def token():
    return secrets.token_hex(8)


class Message:
    """A request or response; header names are compared without case and in their long form."""

    def __init__(self, start, headers=(), body=b""):
        self.start = start
        self.headers = list(headers)
        self.body = body

    @classmethod
    def parse(cls, data):
        head, _, body = data.partition(b"\r\n\r\n")
        text = re.sub(r"\r\n[ \t]+", " ", head.decode("utf-8", "replace"))  # RFC 3261 7.3.1: folded lines
        start, *lines = text.split("\r\n")
        headers = [tuple(part.strip() for part in line.split(":", 1)) for line in lines if ":" in line]
        return cls(start, headers, body)

    def encode(self):
        headers = [f"{name}: {value}" for name, value in self.headers]
        headers.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join([self.start, *headers, "", ""]).encode() + self.body

    def all(self, name):
        return [value for key, value in self.headers if COMPACT.get(key.lower(), key.lower()) == name.lower()]

    def get(self, name, default=""):
        return next(iter(self.all(name)), default)

    @property
    def is_request(self):
        return not self.start.startswith("SIP/2.0 ")

    @property
    def method(self):
        return self.get("cseq").split()[-1] if not self.is_request else self.start.split()[0]

    @property
    def status(self):
        return int(self.start.split()[1])

    @property
    def branch(self):
        return parameter(self.get("via"), "branch")


def parameter(header, name):
    match = re.search(rf";\s*{name}=([^;,\s>]+)", header)
    return match.group(1) if match else ""


def uri_of(header):
    match = re.search(r"<([^>]*)>", header)
    return match.group(1) if match else header.split(";")[0].strip()


def routes(message):
    """The Record-Route entries in their order; a comma inside <> separates nothing."""
    return [entry.strip() for line in message.all("record-route") for entry in re.findall(r"(?:[^,<]|<[^>]*>)+", line)]


def response(request, status, reason, tag, headers=(), body=b""):
    """RFC 3261 8.2.6.2: what a response copies from its request."""
    copied = [(n, v) for n, v in request.headers if COMPACT.get(n.lower(), n.lower()) in ("via", "from", "call-id", "cseq", "record-route")]
    to = request.get("to")
    if status > 100 and not parameter(to, "tag"):
        to = f"{to};tag={tag}"
    return Message(f"SIP/2.0 {status} {reason}", [*copied, ("To", to), *headers], body)


def authorization(challenge, method, uri, user, password):
    """The credentials for a digest challenge (RFC 7616 3.4, RFC 8760); None when we know none of its algorithms."""
    values = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge.partition(" ")[2]))
    algorithm = values.get("algorithm", "MD5")
    hashes = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}
    if algorithm not in hashes:
        return None

    def digest(*parts):
        return hashes[algorithm](":".join(parts).encode()).hexdigest()

    realm, nonce = values.get("realm", ""), values.get("nonce", "")
    secret, target = digest(user, realm, password), digest(method, uri)
    fields = f'username="{user}", realm="{realm}", nonce="{nonce}", uri="{uri}", algorithm={algorithm}'
    if "opaque" in values:
        fields += f', opaque="{values["opaque"]}"'
    if "qop" in values:
        cnonce, count = token(), "00000001"
        proof = digest(secret, nonce, count, cnonce, "auth", target)
        return f'Digest {fields}, response="{proof}", qop=auth, nc={count}, cnonce="{cnonce}"'
    return f'Digest {fields}, response="{digest(secret, nonce, target)}"'


class Endpoint:
    """One UDP socket and the transactions on it. Incoming requests go to `handler(request)` in the receiving thread."""

    def __init__(self, gateway, handler):
        self.gateway = gateway
        self.handler = handler
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect(gateway)  # only to learn which of our addresses the gateway sees
        host = self.socket.getsockname()[0]
        self.socket.close()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((host, 0))
        self.host, self.port = self.socket.getsockname()
        self.waiting = {}
        self.answered = {}
        threading.Thread(target=self._receive, name="sip", daemon=True).start()

    def close(self):
        self.socket.close()

    def send(self, message, destination=None):
        try:
            self.socket.sendto(message.encode(), destination or self.gateway)
        except OSError:
            pass  # the gateway is away: retransmission and time-outs deal with it

    def via(self, branch=None):
        return ("Via", f"SIP/2.0/UDP {self.host}:{self.port};branch={branch or 'z9hG4bK' + token()};rport")

    def respond(self, request, answer):
        """Sends an answer, and again whenever the request comes again (RFC 3261 17.2)."""
        if len(self.answered) > 1000:
            self.answered.clear()
        self.answered[request.branch, request.method] = answer
        self.send(answer, request.source)

    def request(self, message, patience=TIMER_B):
        """Sends a request (a Via is added) and waits for its final response; None when nothing came."""
        message = Message(message.start, [self.via(), ("Max-Forwards", "70"), *message.headers], message.body)
        answers = queue.Queue()
        self.waiting[message.branch, message.method] = answers
        try:
            final = self._await_final(message, answers, patience)
        finally:
            del self.waiting[message.branch, message.method]
        if final and message.method == "INVITE" and final.status >= 300:
            self.send(self._failure_ack(message, final))
        return final

    def _await_final(self, message, answers, patience):
        self.send(message)
        gap, limit = T1, time.monotonic() + patience
        again = time.monotonic() + gap
        while (now := time.monotonic()) < limit:
            try:
                answer = answers.get(timeout=max(0.0, min(again, limit) - now))
            except queue.Empty:
                self.send(message)
                gap = gap * 2 if message.method == "INVITE" else min(gap * 2, 4.0)
                again = time.monotonic() + gap
                continue
            if answer.status >= 200:
                return answer
            if message.method == "INVITE":  # RFC 3261 17.1.1.2: a provisional response ends retransmission
                again = limit = time.monotonic() + RING
        return None

    def _failure_ack(self, invite, final):
        """RFC 3261 17.1.1.3: same branch, the To of the response."""
        kept = [(n, v) for n, v in invite.headers if n.lower() in ("via", "from", "call-id", "route", "max-forwards")]
        number = invite.get("cseq").split()[0]
        return Message(f"ACK {invite.start.split()[1]} SIP/2.0", [*kept, ("To", final.get("to")), ("CSeq", f"{number} ACK")])

    def _receive(self):
        while True:
            try:
                data, source = self.socket.recvfrom(65535)
            except ConnectionError:
                continue  # an ICMP error of an earlier datagram
            except OSError:
                return
            if data.strip():
                self._dispatch(data, source)

    def _dispatch(self, data, source):
        try:
            message = Message.parse(data)
            if message.is_request:
                self._take_request(message, source)
            elif (message.branch, message.method) in self.waiting:
                self.waiting[message.branch, message.method].put(message)
            elif message.method == "INVITE" and 200 <= message.status < 300:
                message.source = source
                self.handler(message)  # the 2xx came again: its ACK was lost (RFC 3261 13.2.2.4)
        except (ValueError, IndexError) as problem:
            print(f"cannot read a SIP message: {problem}", flush=True)

    def _take_request(self, message, source):
        message.source = source
        earlier = self.answered.get((message.branch, message.method))
        if earlier:
            self.send(earlier, source)
        else:
            self.handler(message)


class Dialog:
    """RFC 3261 12: who talks to whom, and by which route."""

    def __init__(self, endpoint, call_id, local, remote, target, route_set, number=0):
        self.endpoint = endpoint
        self.call_id = call_id
        self.local = local
        self.remote = remote
        self.target = target
        self.route_set = route_set
        self.number = number

    @classmethod
    def of_answer(cls, endpoint, answer):
        number = int(answer.get("cseq").split()[0])
        target = uri_of(answer.get("contact"))
        return cls(endpoint, answer.get("call-id"), answer.get("from"), answer.get("to"), target, routes(answer)[::-1], number)

    @classmethod
    def of_request(cls, endpoint, request, tag):
        target = uri_of(request.get("contact"))
        return cls(endpoint, request.get("call-id"), f"{request.get('to')};tag={tag}", request.get("from"), target, routes(request))

    def message(self, method, number):
        headers = [("Route", route) for route in self.route_set]
        headers += [("From", self.local), ("To", self.remote), ("Call-ID", self.call_id), ("CSeq", f"{number} {method}")]
        return Message(f"{method} {self.target} SIP/2.0", headers)

    def ack(self):
        """For a 2xx: a request of its own, never answered."""
        ack = self.message("ACK", self.number)
        ack.headers[:0] = [self.endpoint.via(), ("Max-Forwards", "70")]
        self.endpoint.send(ack)

    def bye(self):
        self.number += 1
        return self.endpoint.request(self.message("BYE", self.number), patience=2.0)
