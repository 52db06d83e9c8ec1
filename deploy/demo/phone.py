#!/usr/bin/env python3
"""A simulated IMS phone: registers, answers calls with a tone, chats, and can share a test video.

    deploy/demo/phone.py bob@ims.localhost                                answers calls
    deploy/demo/phone.py alice@ims.localhost --chat sip:juliet@localhost  sends each line you type
"""

import argparse
import os
import queue
import random
import signal
import sys
import threading

import accounts
import media
import sip

VIDEO_SHARE = 'urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs'  # GSMA IR.84 2.3: video share outside a call
ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO"
EXPIRES = 300
ECHO = "You said"


def log(text):
    print(text, flush=True)


class Phone:
    def __init__(self, address, password, gateway, echo):
        self.user, self.domain = address.split("@")
        self.address = f"sip:{address}"
        self.password = password
        self.echo = echo
        self.calls = {}
        self.shares = {}
        self.stopping = threading.Event()
        self.registered = threading.Event()
        self.outgoing = queue.Queue()  # one thread sends them: messages leave in their order
        self.endpoint = sip.Endpoint(gateway, self.take)
        self.contact = f"<sip:{self.user}@{self.endpoint.host}:{self.endpoint.port}>"
        self.register_id, self.register_tag, self.register_number = sip.token(), sip.token(), 0

    # --- Registration -------------------------------------------------------------------------------------------

    def register(self, expires=EXPIRES, patience=sip.TIMER_B):
        """RFC 3261 10.2, with the credentials that a 401 asks for (22.2). Returns the final status, 0 for none."""
        answer = self._register(expires, [], patience)
        if answer and answer.status == 401:
            uri = f"sip:{self.domain}"
            offers = [sip.authorization(c, "REGISTER", uri, self.user, self.password) for c in answer.all("www-authenticate")]
            credentials = next((offer for offer in offers if offer), None)
            if credentials:
                answer = self._register(expires, [("Authorization", credentials)], patience)
        return answer.status if answer else 0

    def _register(self, expires, headers, patience):
        self.register_number += 1
        return self.endpoint.request(
            sip.Message(
                f"REGISTER sip:{self.domain} SIP/2.0",
                [
                    ("From", f"<{self.address}>;tag={self.register_tag}"),
                    ("To", f"<{self.address}>"),
                    ("Call-ID", self.register_id),
                    ("CSeq", f"{self.register_number} REGISTER"),
                    # RFC 3840: audio and no video, so that a video share to this user goes to the Web.
                    ("Contact", f"{self.contact};audio;expires={expires}"),
                    ("Expires", str(expires)),
                    ("Allow", ALLOW),
                    *headers,
                ],
            ),
            patience,
        )

    def stay_registered(self):
        while not self.stopping.is_set():
            status = self.register()
            if status != 200:
                log(f"REGISTER: {status or 'no answer'}")
                self.registered.clear()
            elif not self.registered.is_set():
                log(f"{self.address} is registered")
                self.registered.set()
            self.stopping.wait(EXPIRES / 2 if status == 200 else 2)

    # --- Incoming requests --------------------------------------------------------------------------------------

    def take(self, message):
        if not message.is_request:
            self.acknowledge_again(message)
            return
        actions = {"MESSAGE": self.take_message, "INVITE": self.take_invite, "ACK": self.take_ack}
        actions |= {"BYE": self.take_bye, "CANCEL": self.take_cancel, "OPTIONS": self.accept, "INFO": self.accept}
        actions.get(message.method, self.refuse_method)(message)

    def answer(self, request, status, reason, headers=(), body=b"", tag=None):
        self.endpoint.respond(request, sip.response(request, status, reason, tag or sip.token(), headers, body))

    def accept(self, request):
        self.answer(request, 200, "OK", [("Allow", ALLOW)])

    def refuse_method(self, request):
        self.answer(request, 405, "Method Not Allowed", [("Allow", ALLOW)])

    def take_message(self, request):
        kind = request.get("content-type", "text/plain").split(";")[0].strip().lower()
        if kind != "text/plain":
            self.answer(request, 415, "Unsupported Media Type", [("Accept", "text/plain")])
            return
        self.answer(request, 200, "OK")
        sender, text = sip.uri_of(request.get("from")), request.body.decode("utf-8", "replace")
        log(f"{sender}: {text}")
        if self.echo and not text.startswith(ECHO):
            self.outgoing.put((sender, f"{ECHO}: {text} - nice to hear from the Web!"))

    def send_messages(self):
        while True:
            self.say(*self.outgoing.get())

    def say(self, target, text):
        """Sends a pager-mode message (RFC 3428)."""
        answer = self.endpoint.request(
            sip.Message(
                f"MESSAGE {target} SIP/2.0",
                [
                    ("From", f"<{self.address}>;tag={sip.token()}"),
                    ("To", f"<{target}>"),
                    ("Call-ID", sip.token()),
                    ("CSeq", "1 MESSAGE"),
                    ("Content-Type", "text/plain;charset=UTF-8"),
                ],
                text.encode(),
            )
        )
        if not answer or answer.status >= 300:
            log(f"MESSAGE to {target}: {answer.start if answer else 'no answer'}")

    # --- Calls --------------------------------------------------------------------------------------------------

    def take_invite(self, request):
        call_id = request.get("call-id")
        if call_id in self.shares:
            self.shares[call_id].take_offer(request)
        elif call_id in self.calls:
            self.calls[call_id].take_offer(request)
        elif sip.parameter(request.get("to"), "tag"):
            self.answer(request, 481, "Call/Transaction Does Not Exist")
        else:
            self.calls[call_id] = Call(self, request)
            self.calls[call_id].ring()

    def take_ack(self, request):
        call = self.calls.get(request.get("call-id"))
        if call:
            call.take_ack(request)

    def take_bye(self, request):
        leg = self.calls.pop(request.get("call-id"), None) or self.shares.get(request.get("call-id"))
        if leg:
            self.answer(request, 200, "OK")
            leg.end()
        else:
            self.answer(request, 481, "Call/Transaction Does Not Exist")

    def take_cancel(self, request):
        call = self.calls.get(request.get("call-id"))
        self.answer(request, 200, "OK")
        if call and call.cancel():
            del self.calls[request.get("call-id")]

    def acknowledge_again(self, answer):
        share = self.shares.get(answer.get("call-id"))
        if share and share.dialog:
            share.dialog.ack()

    def close(self):
        self.stopping.set()
        for leg in [*self.calls.values(), *self.shares.values()]:
            leg.hang_up()
        if self.registered.is_set():
            self.register(expires=0, patience=2.0)
        self.endpoint.close()


class Call:
    """An audio call that we got: it rings for a second, then plays the tone."""

    def __init__(self, phone, invite):
        self.phone = phone
        self.invite = invite
        self.tag = sip.token()
        self.dialog = sip.Dialog.of_request(phone.endpoint, invite, self.tag)
        self.tone = media.Tone(phone.endpoint.host, lambda: log("hears the other side"))
        self.identity, self.version = random.getrandbits(31), 0
        self.answered = False
        self.acknowledged = threading.Event()
        self.ended = threading.Event()

    def ring(self):
        log(f"call from {sip.uri_of(self.invite.get('from'))}")
        self.phone.answer(self.invite, 180, "Ringing", [("Contact", self.phone.contact)], tag=self.tag)
        timer = threading.Timer(1.0, self.pick_up)
        timer.daemon = True
        timer.start()

    def pick_up(self):
        if not self.ended.is_set():
            self.answered = True
            self.take_offer(self.invite)

    def take_offer(self, invite):
        """First INVITE or re-INVITE: with an offer, or without one: then ours goes into the 200 (RFC 3261 13.2.1)."""
        body = self.answer_to(media.Sdp(invite.body)) if invite.body else self.offer()
        if body is None:
            self.phone.answer(invite, 488, "Not Acceptable Here", tag=self.tag)
            if invite is self.invite:
                self.phone.calls.pop(self.dialog.call_id, None)
                self.end()
            return
        headers = [("Contact", self.phone.contact), ("Allow", ALLOW), ("Content-Type", "application/sdp")]
        ok = sip.response(invite, 200, "OK", self.tag, headers, body)
        self.acknowledged.clear()
        self.phone.endpoint.respond(invite, ok)
        background(self.repeat_until_acknowledged, invite, ok)

    def repeat_until_acknowledged(self, invite, ok):
        """RFC 3261 13.3.1.4: the 2xx is ours to repeat; without an ACK the call is over."""
        gap, waited = sip.T1, 0.0
        while not self.acknowledged.wait(gap) and not self.ended.is_set():
            waited, gap = waited + gap, min(gap * 2, 4.0)
            if waited >= sip.TIMER_B:
                self.hang_up()
                return
            self.phone.endpoint.send(ok, invite.source)

    def offer(self):
        lines = [f"m=audio {self.tone.port} RTP/AVP {media.PCMA} {media.PCMU}"]
        return self.describe(lines + [f"a=rtpmap:{number} {name}" for number, name in media.CODECS.items()])

    def answer_to(self, offer):
        """RFC 3264 6: one line for each of the offer; None when there is media, but none that we have."""
        audio = offer.index("audio")
        if audio is None:
            self.tone.pause()
            return None if offer.lines else self.describe([])
        codec = next((number for number in offer.formats(audio) if number in media.CODECS), None)
        if codec is None:
            return None
        self.play(offer, audio, codec)
        lines = []
        for index, line in enumerate(offer.lines):
            kind, _, profile, *formats = line[2:].split()
            if index == audio:
                lines += [f"m=audio {self.tone.port} RTP/AVP {codec}", f"a=rtpmap:{codec} {media.CODECS[codec]}"]
                lines += [] if offer.receives(audio) else ["a=recvonly"]
            else:
                lines.append(f"m={kind} 0 {profile} {' '.join(formats)}")
        return self.describe(lines)

    def describe(self, lines):
        self.version += 1
        return media.session(self.phone.endpoint.host, lines, self.identity, self.version)

    def play(self, remote, index, codec):
        if remote.receives(index):
            self.tone.play(remote.address(index), remote.port(index), codec)
        else:
            self.tone.pause()

    def take_ack(self, ack):
        self.acknowledged.set()
        if ack.body:  # the answer to the offer in our 200
            answer = media.Sdp(ack.body)
            audio = answer.index("audio")
            codec = next((n for n in answer.formats(audio) if n in media.CODECS), None) if audio is not None else None
            if codec is None:
                self.tone.pause()
            else:
                self.play(answer, audio, codec)

    def cancel(self):
        """Whether the call was still ringing (RFC 3261 9.2)."""
        if self.answered:
            return False
        self.phone.answer(self.invite, 487, "Request Terminated", tag=self.tag)
        self.end()
        return True

    def end(self):
        if not self.ended.is_set():
            self.ended.set()
            self.tone.close()
            log("call ended")

    def hang_up(self):
        self.phone.calls.pop(self.dialog.call_id, None)
        self.end()
        if self.answered:
            self.dialog.bye()


class Share:
    """A video share that we start: our INVITE offers the test picture, one way."""

    def __init__(self, phone, target):
        self.phone = phone
        self.target = target
        self.call_id = sip.token()
        self.video = media.Video(phone.endpoint.host)
        self.identity = random.getrandbits(31)
        self.dialog = None
        self.playing = None
        self.ended = threading.Event()

    def run(self):
        """From INVITE to the end. Returns whether it was accepted."""
        self.phone.shares[self.call_id] = self
        try:
            answer = self.phone.endpoint.request(self.invite())
            if not answer or answer.status >= 300:
                log(f"share to {self.target}: {answer.start if answer else 'no answer'}")
                return False
            self.dialog = sip.Dialog.of_answer(self.phone.endpoint, answer)
            self.dialog.ack()
            log(f"sharing a test video with {self.target}")
            self.play(media.Sdp(answer.body))
            while not self.ended.wait(0.5):
                if self.playing is None or self.video.ended:
                    self.hang_up()
            log("share ended")
            return True
        finally:
            self.video.close()
            self.phone.shares.pop(self.call_id, None)

    def invite(self):
        return sip.Message(
            f"INVITE {self.target} SIP/2.0",
            [
                ("From", f"<{self.phone.address}>;tag={sip.token()}"),
                ("To", f"<{self.target}>"),
                ("Call-ID", self.call_id),
                ("CSeq", "1 INVITE"),
                ("Contact", f'{self.phone.contact};+g.3gpp.iari-ref="{VIDEO_SHARE}"'),
                ("Accept-Contact", f'*;+g.3gpp.iari-ref="{VIDEO_SHARE}"'),
                ("Allow", ALLOW),
                ("Content-Type", "application/sdp"),
            ],
            self.description(),
        )

    def description(self):
        lines = [f"m=video {self.video.port} RTP/AVP {self.video.PAYLOAD_TYPE}", *self.video.DESCRIPTION, "a=sendonly"]
        return media.session(self.phone.endpoint.host, lines, self.identity, 1)

    def play(self, remote):
        index = remote.index("video")
        target = (remote.address(index), remote.port(index)) if index is not None else None
        if target != self.playing:
            self.playing = target
            self.video.play(*target) if target else self.video.close()

    def take_offer(self, request):
        """A re-INVITE: the same video, perhaps to another place."""
        headers = [("Contact", self.phone.contact), ("Content-Type", "application/sdp")]
        self.phone.answer(request, 200, "OK", headers, self.description())
        if request.body:
            self.play(media.Sdp(request.body))

    def end(self):
        self.ended.set()

    def hang_up(self):
        self.ended.set()
        if self.dialog:
            self.dialog.bye()


def background(work, *arguments):
    threading.Thread(target=work, args=arguments, daemon=True).start()


def share_again_and_again(phone, target):
    while not phone.stopping.is_set():
        accepted = Share(phone, target).run()
        phone.stopping.wait(5 if accepted else 15)


def send_lines(phone, target):
    for line in sys.stdin:
        if line.strip():
            phone.outgoing.put((target, line.strip()))
    os.kill(os.getpid(), signal.SIGTERM)


def arguments():
    host, port = os.environ.get("TOMBOLO_BIND", "127.0.0.1"), os.environ.get("TOMBOLO_SIP_PORT", "5080")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("account", help="USER@DOMAIN, one of the accounts file")
    parser.add_argument("--gateway", default=f"{host}:{port}", metavar="HOST:PORT")
    parser.add_argument("--accounts", default=accounts.FILE, metavar="FILE")
    parser.add_argument("--share", metavar="URI", help="shares a test video with this user, again whenever it was ended")
    parser.add_argument("--greet", metavar="URI", help="sends this user a first message")
    parser.add_argument("--echo", action="store_true", help="answers each message")
    parser.add_argument("--chat", metavar="URI", help="sends each line of the input to this user")
    return parser.parse_args()


def main():
    options = arguments()
    host, _, port = options.gateway.rpartition(":")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    phone = Phone(options.account, accounts.password(options.accounts, options.account), (host, int(port)), options.echo)

    def live():
        phone.registered.wait()
        if options.greet:
            phone.outgoing.put((options.greet, f"Hello, I am the demo phone {phone.address}. Write to me!"))
        if options.share:
            background(share_again_and_again, phone, options.share)
        if options.chat:
            background(send_lines, phone, options.chat)

    background(phone.stay_registered)
    background(phone.send_messages)
    background(live)
    stop.wait()
    phone.close()


if __name__ == "__main__":
    main()
