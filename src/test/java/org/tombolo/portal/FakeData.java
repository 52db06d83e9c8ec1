package org.tombolo.portal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the fake gateway's admin API shows. */
final class FakeData {
    private FakeData() {}

    static void associations(List<Map<String, Object>> to) {
        for (String who : List.of("alice", "bob")) {
            String number = who.equals("alice") ? "tel:+15550001" : "tel:+15550002";
            to.add(association(who + "1", "sip:" + who + "@ims.localhost", "web:" + who, "VIDEO"));
            to.add(association(who + "2", number, "web:" + who, "VIDEO"));
        }
        to.add(association("m1", "tel:+15550001", "juliet@localhost", "MESSAGING"));
    }

    private static Map<String, Object> association(String id, String ims, String web, String service) {
        return Map.of("id", id, "ims", ims, "web", web, "service", service, "source", "DEFAULT");
    }

    static Map<String, Object> health() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("sip", Map.of("status", "up", "detail", "UDP and TCP 5080"));
        parts.put("xmpp", Map.of("status", "up", "detail", "component ims.localhost on 127.0.0.1:5347"));
        parts.put("database", Map.of("status", "up", "detail", "H2, schema 3"));
        parts.put("transcoder", Map.of("status", "absent", "detail", "not installed beside the gateway"));
        return Map.of("status", "up", "checks", parts);
    }

    static String metrics() {
        long now = System.currentTimeMillis() / 1000 % 1000;
        return """
                # HELP tombolo_messages_total Messages
                # TYPE tombolo_messages_total counter
                tombolo_messages_total{direction="sip-to-xmpp",result="delivered"} %d
                tombolo_messages_total{direction="xmpp-to-sip",result="delivered"} 1204.0
                tombolo_shares_active 2.0
                tombolo_shares_total{result="ended"} 118.0
                tombolo_calls_active 1.0
                tombolo_calls_total{result="disconnected"} 64.0
                tombolo_errors_total{kind="malformed",protocol="SIP"} 3.0
                tombolo_message_seconds_count 5000
                tombolo_message_seconds_sum 21.5
                tombolo_outbox_length %d
                """.formatted(3000 + now * 7, now % 5);
    }

    static List<Map<String, Object>> sessions() {
        List<Map<String, Object>> items = new ArrayList<>();
        List<String> what = List.of(
                "MESSAGE alice → juliet",
                "Video share +15550003 → alice",
                "Call +15550001 → +15550002",
                "MESSAGE juliet → alice");
        for (int i = 0; i < what.size(); i++) {
            items.add(Map.of(
                    "id",
                    "k3Jd9QmXw0aB7Zt" + i,
                    "startedAt",
                    Instant.now().minusSeconds(90L * i).toString(),
                    "summary",
                    what.get(i)));
        }
        return items;
    }

    static Map<String, Object> trace(String session) {
        Instant start = Instant.now().minusSeconds(60);
        String alice = "sip:alice@ims.localhost";
        String juliet = "juliet@localhost";
        List<Map<String, Object>> events = new ArrayList<>();
        events.add(
                event(
                        start,
                        0,
                        "SIP",
                        alice,
                        "tombolo",
                        "MESSAGE sip:juliet@localhost",
                        "MESSAGE sip:juliet@localhost SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK776asdhds\nCall-ID: a84b4c76e66710@127.0.0.1\nCSeq: 1 MESSAGE\nContent-Type: text/plain\nContent-Length: 18"));
        events.add(event(start, 1, "INTERNAL", "tombolo", "tombolo", "interconnection: pager mode", ""));
        events.add(event(
                start,
                3,
                "XMPP",
                "tombolo",
                juliet,
                "message normal",
                "<message from='alice@ims.localhost' to='juliet@localhost' id='k3Jd9Q' type='normal'/>"));
        events.add(event(start, 3, "XMPP", "tombolo", "prosody", "iq get ping", "urn:xmpp:ping"));
        events.add(event(start, 9, "XMPP", "prosody", "tombolo", "iq result", ""));
        events.add(event(start, 10, "SIP", "tombolo", alice, "200 OK", "SIP/2.0 200 OK"));
        events.add(event(start, 2410, "XMPP", juliet, "tombolo", "message chat", ""));
        events.add(event(start, 2412, "SIP", "tombolo", alice, "MESSAGE sip:alice@ims.localhost", ""));
        events.add(event(start, 2431, "SIP", alice, "tombolo", "200 OK", ""));
        events.add(event(start, 2440, "HTTP", "tombolo", "web:alice", "event: status live", ""));
        events.add(event(
                start, 2502, "RTP", alice, "tombolo", "first packet, H264/90000", "ssrc 0x1f3a, payload type 96"));
        events.add(event(start, 12345, "WEBHOOK", "tombolo", "sink.example", "POST status-changed: 204", ""));
        return Map.of("session", session, "events", events);
    }

    private static Map<String, Object> event(
            Instant start, long after, String protocol, String from, String to, String summary, String detail) {
        return Map.of(
                "time",
                start.plusMillis(after).toString(),
                "protocol",
                protocol,
                "from",
                from,
                "to",
                to,
                "summary",
                summary,
                "detail",
                detail);
    }

    static Map<String, Object> deliverySummaries() {
        return Map.of(
                "items",
                List.of(
                        summary("call_a", "+15550002", 4, 4, 0),
                        summary("call_b", "+15550003", 5, 3, 2),
                        summary("call_c", "+15550004", 3, 1, 0)));
    }

    static Map<String, Object> pushSummaries() {
        return Map.of(
                "items",
                List.of(Map.of(
                        "pushId",
                        "push_a",
                        "from",
                        "+15550001",
                        "to",
                        "+15550002",
                        "createdAt",
                        Instant.now().minusSeconds(600).toString(),
                        "sink",
                        "https://crm.example/hooks/pushes",
                        "events",
                        2,
                        "delivered",
                        2,
                        "waiting",
                        0)));
    }

    private static Map<String, Object> summary(String id, String callee, int events, int delivered, int waiting) {
        return Map.of(
                "callId", id,
                "caller", "+15550001",
                "callee", callee,
                "createdAt", Instant.now().minusSeconds(90).toString(),
                "sink", "https://crm.example/hooks/calls?team=sales",
                "events", events,
                "delivered", delivered,
                "waiting", waiting);
    }

    static Map<String, Object> messages() {
        return Map.of(
                "items",
                List.of(
                        message(4, "accepted", "", List.of()),
                        message(3, "failed", "XMPP: recipient-unavailable, the user has left", List.of()),
                        message(2, "policy", "SIP: 413 a MESSAGE has at most 1300 bytes", List.of("receipt")),
                        message(1, "displayed", "", List.of("attachment", "formatting"))),
                "next",
                "run-0001.1");
    }

    private static Map<String, Object> message(int number, String state, String reason, List<String> lost) {
        Map<String, Object> message = new HashMap<>(Map.of(
                "id",
                "run-0001." + number,
                "direction",
                number % 2 == 0 ? "sip-to-xmpp" : "xmpp-to-sip",
                "from",
                "sip:o'malley%40home@ims.localhost",
                "to",
                "xmpp:juliet.of.the.house.of.capulet@a-long-name.of-a-domain.example",
                "state",
                state,
                "lost",
                lost,
                "acceptedAt",
                "2026-01-01T12:00:00.123Z",
                "session",
                "session-" + number));
        if (!reason.isEmpty()) {
            message.putAll(Map.of("reason", reason, "failedAt", "2026-01-01T12:00:01.123Z"));
        }
        if (state.equals("displayed")) {
            List.of("sentAt", "deliveredAt", "displayedAt")
                    .forEach(time -> message.put(time, "2026-01-01T12:00:02.123Z"));
        }
        return message;
    }

    static Map<String, Object> deliveries(boolean resent) {
        Map<String, Object> failed = attempt(1, "failed", "503");
        Map<String, Object> delivered = attempt(2, "delivered", "204");
        return Map.of(
                "items",
                List.of(
                        delivery(1, Map.of("state", "initiating"), false, List.of(failed, delivered)),
                        delivery(2, Map.of("state", "callingCaller"), false, List.of(attempt(1, "refused", "410"))),
                        delivery(
                                3,
                                Map.of("state", "failed", "reason", "callerNoAnswer"),
                                !resent,
                                resent ? List.of(failed, delivered) : List.of(failed))));
    }

    private static Map<String, Object> delivery(
            int sequence, Map<String, Object> status, boolean waiting, List<Map<String, Object>> attempts) {
        Map<String, Object> event = Map.of(
                "id",
                "call_a." + sequence,
                "type",
                "org.camaraproject.click-to-dial.v0.status-changed",
                "time",
                "2026-01-01T12:00:00.123Z",
                "data",
                Map.of("callId", "call_a", "status", status));
        return Map.of(
                "sequence",
                sequence,
                "id",
                "call_a." + sequence,
                "event",
                event,
                "waiting",
                waiting,
                "attempts",
                attempts);
    }

    private static Map<String, Object> attempt(int number, String outcome, String what) {
        return Map.of(
                "number", number, "at", "2026-01-01T12:00:00.456Z", "outcome", outcome, "what", what, "millis", 37);
    }
}
