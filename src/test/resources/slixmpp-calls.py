#!/usr/bin/env python3
"""Calls by message (XEP-0353) as the library slixmpp has them. It takes a proposal, declines the session that follows, and proposes a call itself.

    slixmpp-calls.py JID PASSWORD PORT PROPOSE_TO
"""
import sys

from slixmpp import ClientXMPP
from slixmpp.xmlstream import ET
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import MatchXPath

JINGLE = "urn:xmpp:jingle:1"
RTP = "urn:xmpp:jingle:apps:rtp:1"


def say(*words):
    print(*words, flush=True)


class Client(ClientXMPP):
    def __init__(self, jid, password, target):
        super().__init__(jid, password)
        self.target = target
        self.register_plugin("xep_0030")
        self.register_plugin("xep_0353")
        self.add_event_handler("session_start", self.started)
        self.add_event_handler("jingle_message_propose", self.proposed)
        self.add_event_handler("jingle_message_proceed", lambda message: say("proceed", message["jingle_proceed"]["id"]))
        self.add_event_handler("jingle_message_retract", lambda message: say("retract", message["jingle_retract"]["id"]))
        self.register_handler(Callback("jingle", MatchXPath("{jabber:client}iq/{%s}jingle" % JINGLE), self.jingle))

    def started(self, event):
        self.send_presence()
        self["xep_0353"].propose(self.target, "mine", [(RTP, "audio")])

    def proposed(self, message):
        say("propose", message["from"].full, message["jingle_propose"]["descriptions"])
        self["xep_0353"].proceed(message["from"], message["jingle_propose"]["id"])

    def jingle(self, iq):
        if iq["type"] != "set":
            return
        session = iq.xml.find("{%s}jingle" % JINGLE)
        say(session.get("action"), session.get("sid"))
        iq.reply().send()
        if session.get("action") == "session-initiate":
            end = self.make_iq_set(ito=iq["from"])
            jingle = ET.SubElement(end.xml, "{%s}jingle" % JINGLE, action="session-terminate", sid=session.get("sid"))
            ET.SubElement(ET.SubElement(jingle, "{%s}reason" % JINGLE), "{%s}decline" % JINGLE)
            end.send(timeout=5)


client = Client(sys.argv[1], sys.argv[2], sys.argv[4])
client.connect(("127.0.0.1", int(sys.argv[3])), disable_starttls=True)
client.process(forever=True)
