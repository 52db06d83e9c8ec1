package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Body;
import org.tombolo.xmpp.StanzaFault;
import org.tombolo.xmpp.XmppMessage;

/** What nobody should send: refused by the protocol's own error, counted by its kind, and nothing to the next message. */
class BadInputTest {
    private static final String TO_JULIET = "sip:juliet@localhost";
    private static final String BOMB =
            "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";

    private final Scene scene = new Scene();
    private final InterconnectionGateway gateway = scene.gateway();
    private int requests;

    private Incoming receive(Message message) {
        Incoming request = new Incoming("incoming-" + requests++, message);
        gateway.handle(request);
        return request;
    }

    private static Message with(String type, String content) {
        return Message.to(TO_JULIET, "").with(Body.text(type, content));
    }

    private static String envelope(String headers, String content) {
        return headers + "\r\n" + content;
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("RFC 3862 2.1: no envelope", with("message/cpim", "nothing"), 400, "content"),
                arguments(
                        "RFC 3862 2.2: a header that is none",
                        with("message/cpim", envelope("From <sip:a@b>\r\n", "Content-Type: text/plain\r\n\r\nhi")),
                        400,
                        "content"),
                arguments(
                        "RFC 3862 4.7: what must be understood and is not",
                        with(
                                "message/cpim",
                                envelope(
                                        "NS: x <urn:x>\r\nRequire: x.Y\r\nx.Y: z\r\n",
                                        "Content-Type: text/plain\r\n\r\nhi")),
                        400,
                        "content"),
                arguments(
                        "RFC 5438 7.2.1: a notification with entities",
                        with(
                                "message/cpim",
                                envelope(
                                        "From: <sip:a@b>\r\n",
                                        "Content-Type: message/imdn+xml\r\n\r\n" + BOMB + "<imdn>&b;</imdn>")),
                        400,
                        "content"),
                arguments("RFC 3261 21.4.13: content of no use", with("image/png", "png"), 415, "content"),
                arguments(
                        "RFC 7572 6: too long for pager mode", Message.to(TO_JULIET, "x".repeat(1301)), 413, "content"),
                arguments("RFC 7622 3.3: no local part", Message.to("sip:%00@localhost", "hi"), 404, "address"),
                arguments("RFC 3261 19.1: no address", Message.to("sip:@@localhost", "hi"), 404, "address"),
                arguments(
                        "RFC 3325 5: an identity that nobody vouches for",
                        Message.to(TO_JULIET, "hi").from(Optional.empty()),
                        403,
                        "sender"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void eachFaultHasItsStatusAndItsCount(String clause, Message message, int status, String kind) {
        Incoming refused = receive(message);
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.replies).hasSize(1);
        assertThat(scene.metrics.counts)
                .containsEntry("tombolo_errors_total[protocol, sip, kind, " + kind + "]", 1)
                .containsEntry("tombolo_messages_total[direction, sip_to_xmpp, result, refused]", 1);
        assertThat(scene.link.sent).isEmpty();

        Incoming next = receive(Message.to(TO_JULIET, "hi"));
        assertThat(scene.link.sent).hasSize(1);
        assertThat(next.replies).isEmpty();
    }

    @Test
    void rfc6120_8_1_1_stanzasOfDomainsThatMayNotAreRefusedAndCounted() {
        gateway.message(new XmppMessage(
                "m1", new Jid("a", "stranger.test", ""), Scene.ALICE, "chat", "", "", "", "hi", Optional.empty()));
        assertThat(scene.link.sent.get(0).error().orElseThrow().condition()).isEqualTo("forbidden");
        assertThat(scene.calls.sent).isEmpty();
        assertThat(scene.metrics.counts)
                .containsEntry("tombolo_messages_total[direction, xmpp_to_sip, result, refused]", 1);
        gateway.message(Scene.fromJuliet("m2", "hi"));
        assertThat(scene.calls.sent).hasSize(1);
    }

    @Test
    void stanzasThatTheStreamSkipsAreCountedByTheirFault() {
        for (StanzaFault fault : StanzaFault.values()) {
            gateway.skipped(fault);
        }
        assertThat(scene.metrics.counts)
                .containsAllEntriesOf(Map.of(
                        "tombolo_errors_total[protocol, xmpp, kind, unparsable]", 1,
                        "tombolo_errors_total[protocol, xmpp, kind, elsewhere]", 1,
                        "tombolo_errors_total[protocol, xmpp, kind, no_address]", 1));
    }
}
