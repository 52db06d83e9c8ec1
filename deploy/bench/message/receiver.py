#!/usr/bin/env python3
"""An XMPP client that counts: signs in as juliet and writes how many messages came, and how many out of their sender's order."""
import base64
import re
import signal
import socket
import sys

port, report = int(sys.argv[1]), sys.argv[2]
BODY = re.compile(rb"<body>(\w+) (\d+) (\d+)(?:\.\d+)?</body>")
last, counts, wrong, again = {}, {}, {}, {}


def until(stream, *wanted):
    got = b""
    while not any(w in got for w in wanted):
        more = stream.recv(65536)
        if not more:
            sys.exit("the XMPP server closed the stream: %r" % got)
        got += more
    return got


def write(*_):
    with open(report + ".new", "w") as out:
        for run in counts:
            out.write("%s %d %d %d\n" % (run, counts[run], wrong.get(run, 0), again.get(run, 0)))
    import os
    os.replace(report + ".new", report)


def take(run, sender, number):
    before = last.get((run, sender), 0)
    if number == before:
        again[run] = again.get(run, 0) + 1
        return
    counts[run] = counts.get(run, 0) + 1
    if number < before:
        wrong[run] = wrong.get(run, 0) + 1
    last[run, sender] = number


signal.signal(signal.SIGUSR1, write)
client = socket.create_connection(("127.0.0.1", port))
head = b"<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"
client.sendall(head)
until(client, b"</stream:features>")
client.sendall(b"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>%s</auth>"
               % base64.b64encode(b"\0juliet\0juliet"))
until(client, b"<success")
client.sendall(head)
until(client, b"</stream:features>")
client.sendall(b"<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>")
until(client, b"</iq>")
client.sendall(b"<presence/>")
write()
rest = b""
while True:
    data = client.recv(1 << 18)
    if not data:
        sys.exit("the XMPP server closed the stream")
    rest += data
    end = 0
    for found in BODY.finditer(rest):
        take(found[1].decode(), int(found[2]), int(found[3]))
        end = found.end()
    rest = rest[end:]
