package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.DomainList;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.sip.Body;
import org.tombolo.sip.Header;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.SipResponse;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

class InterconnectionGatewayTest {
    private static final Jid JULIET = new Jid("juliet", "localhost", "");
    private static final Jid ALICE = new Jid("alice", "ims.localhost", "");
    private static final String TO_JULIET = "sip:juliet@localhost";

    private final Scene scene = new Scene();
    private final Fakes.Link link = scene.link;
    private final Fakes.Calls calls = scene.calls;
    private final Fakes.Sessions sessions = scene.sessions;
    private final FakeAssociations associations = scene.associations;
    private final Fakes.MapOutbox outbox = scene.outbox;
    private final Fakes.ManualThread thread = scene.thread;
    private final Fakes.Counting metrics = scene.metrics;
    private InterconnectionGateway gateway = scene.gateway();
    private int requests;

    private InterconnectionGateway gateway(String outboxLimit) {
        return scene.gateway(Integer.parseInt(outboxLimit));
    }

    private InterconnectionGateway gateway(
            Fakes.MapOutbox rows, ScheduledExecutorService outboxThread, String outboxLimit) {
        return scene.gateway(rows, outboxThread, Integer.parseInt(outboxLimit));
    }

    private Incoming receive(Message message) {
        Incoming request = new Incoming("incoming-" + requests++, message);
        gateway.handle(request);
        return request;
    }

    private Incoming receive(String text) {
        return receive(Message.to(TO_JULIET, text));
    }

    /** RFC 7572 5, examples 3 and 4. */
    @Test
    void rfc7572_5_aMessageBecomesAStanza() {
        Incoming request = receive(Message.to(TO_JULIET, "Neither, fair saint")
                .with(Map.of("Subject", "An answer", "Content-Language", "en")));

        XmppMessage stanza = link.sent.get(0);
        assertThat(stanza.from()).isEqualTo(ALICE);
        assertThat(stanza.to()).isEqualTo(JULIET);
        assertThat(stanza.body()).isEqualTo("Neither, fair saint");
        assertThat(stanza.subject()).isEqualTo("An answer");
        assertThat(stanza.thread()).isEqualTo("711609sa@ims.localhost");
        assertThat(stanza.language()).isEqualTo("en");
        assertThat(stanza.type()).isEqualTo("chat");
        assertThat(request.replies).isEmpty();
    }

    @Test
    void rfc7572_5_theTypeOfTheStanzaIsASetting() {
        scene.type = "normal";
        gateway = scene.gateway();
        receive("hi");
        assertThat(link.sent.get(0).type()).isEqualTo("normal");
    }

    @Test
    void acceptedIs200AndNothingIsStored() {
        Incoming request = receive("hi");
        link.accept(0);
        thread.run();
        assertThat(request.status()).isEqualTo(200);
        assertThat(outbox.rows).isEmpty();
        assertThat(request.session.timers).isEmpty();
        assertThat(metrics.counts)
                .containsEntry("tombolo_messages_total[direction, sip_to_xmpp, result, delivered]", 1);
    }

    @Test
    void rfc7247_7_1_refusedIsItsStatus() {
        Incoming request = receive("hi");
        link.fates.get(0).complete(new Delivery.Refused(new StanzaError("item-not-found", "cancel", "", "")));
        assertThat(request.status()).isEqualTo(604);
        assertThat(request.replies.get(0).headers()).extracting(Header::name).contains("Warning");
    }

    @Test
    void whenTheHoldIsOver202FollowsTheCommit() {
        Incoming request = receive("hi");
        request.session.timeout();
        assertThat(request.replies).isEmpty();
        thread.run();
        assertThat(outbox.rows).hasSize(1);
        assertThat(request.status()).isEqualTo(202);

        link.accept(0);
        thread.run();
        assertThat(outbox.rows).isEmpty();
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void whenTheStreamBreaksTheMessageWaitsAndGoesOutWithTheSameId() {
        Incoming request = receive("hi");
        link.breaks();
        thread.run();
        assertThat(request.status()).isEqualTo(202);
        assertThat(outbox.rows).hasSize(1);

        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        assertThat(link.sent).hasSize(2);
        assertThat(link.sent.get(1)).isEqualTo(link.sent.get(0));
        link.accept(1);
        thread.run();
        assertThat(outbox.rows).isEmpty();
    }

    @Test
    void messagesWaitInOrderAndNewOnesQueueBehind() {
        link.up = false;
        receive("1");
        receive("2");
        thread.run();
        link.up = true;
        // Before the outbox is emptied, a new one for juliet must not overtake; one for romeo may.
        Incoming third = receive("3");
        receive(Message.to("sip:romeo@localhost", "to romeo"));
        assertThat(link.bodies()).containsExactly("to romeo");
        gateway.up("ims.localhost");
        thread.run();
        assertThat(third.status()).isEqualTo(202);
        assertThat(link.bodies()).containsExactly("to romeo", "1", "2", "3");

        for (int i = 0; i < 4; i++) {
            link.accept(i);
        }
        thread.run();
        assertThat(outbox.rows).isEmpty();
        receive("4");
        assertThat(link.bodies()).endsWith("4");
    }

    @Test
    void whatIsOnTheStreamHoldsUpNobody() {
        Incoming first = receive("1");
        first.session.timeout();
        thread.run();
        assertThat(first.status()).isEqualTo(202);

        Incoming second = receive("2");
        assertThat(link.bodies()).containsExactly("1", "2");
        assertThat(outbox.rows).hasSize(1);

        link.breaks();
        thread.run();
        assertThat(second.status()).isEqualTo(202);
        link.up = true;
        Incoming third = receive("3");
        gateway.up("ims.localhost");
        thread.run();
        assertThat(third.status()).isEqualTo(202);
        assertThat(link.bodies()).containsExactly("1", "2", "1", "2", "3");
    }

    @Test
    void whatWaitsIsReadOnce() {
        AtomicInteger read = new AtomicInteger();
        var counted = new Fakes.MapOutbox() {
            @Override
            public List<WaitingMessage> after(long number, String domain, int limit) {
                List<WaitingMessage> rows = super.after(number, domain, limit);
                read.addAndGet(rows.size());
                return rows;
            }
        };
        gateway = gateway(counted, thread, "10000");
        link.up = false;
        for (int i = 0; i < 2000; i++) {
            receive("" + i);
        }
        thread.run();
        assertThat(counted.rows).hasSize(2000);

        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        for (int i = 0; i < 2000; i++) {
            assertThat(link.sent).as("sent while %d are settled", i).hasSizeGreaterThan(i);
            link.accept(i);
            thread.run();
        }
        assertThat(counted.rows).isEmpty();
        assertThat(read).hasValue(2000);
    }

    @Test
    void aSecondBreakDuringRedeliveryKeepsTheOrder() {
        link.up = false;
        receive("1");
        receive("2");
        thread.run();
        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        link.accept(0);
        link.breaks();
        thread.run();
        assertThat(outbox.rows).hasSize(1);
        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        assertThat(link.bodies()).containsExactly("1", "2", "2");
    }

    @Test
    void designRow14_oneServerThatIsAwayHoldsUpNoOther() {
        Domains two = new Domains(
                List.of(
                        new Domains.Component("ims.localhost", "ims.localhost", DomainList.of(List.of("localhost"))),
                        new Domains.Component("gw.two.test", "ims.localhost", DomainList.of(List.of("two.test")))),
                DomainList.of(List.of("*")));
        gateway = scene.gateway(two, outbox, thread, 100);
        link.down.add("ims.localhost");
        link.down.add("gw.two.test");
        receive("to juliet");
        receive(Message.to("sip:rosaline@two.test", "to rosaline"));
        thread.run();
        assertThat(outbox.rows).hasSize(2);
        link.down.remove("gw.two.test");
        gateway.up("gw.two.test");
        thread.run();
        assertThat(link.bodies()).containsExactly("to rosaline");
        assertThat(link.sent.get(0).from().text()).isEqualTo("alice@gw.two.test");
        link.accept(0);
        thread.run();
        assertThat(outbox.rows).hasSize(1);
        link.down.clear();
        gateway.up("ims.localhost");
        thread.run();
        assertThat(link.bodies()).containsExactly("to rosaline", "to juliet");
    }

    @Test
    void whatWaitedBeforeARestartGoesOutAfterIt() {
        link.up = false;
        receive("1");
        thread.run();
        gateway = gateway("100");
        link.up = true;
        Incoming second = receive("2");
        gateway.up("ims.localhost");
        thread.run();
        assertThat(second.status()).isEqualTo(202);
        assertThat(link.bodies()).containsExactly("1", "2");
    }

    @Test
    void ts24229_5_7_withoutRoomInTheOutboxTheSenderHearsOfIt() {
        gateway = gateway("0");
        link.up = false;
        Incoming request = receive("hi");
        thread.run();
        assertThat(request.status()).isEqualTo(480);
        assertThat(request.replies.get(0).headers()).contains(new Header("Retry-After", "30"));
        assertThat(outbox.rows).isEmpty();
    }

    @Test
    void ts24229_5_7_withoutRoomTheSCscfGoesOnWhenTheRecipientHasAnImsAddress() {
        gateway = gateway("0");
        link.up = false;
        associations.add("sip:bob@ims.localhost", "juliet@localhost", Service.MESSAGING);
        Incoming request = receive(Message.to("sip:bob@ims.localhost", "hi")
                .over(new IscContext(Optional.of(IscContext.SessionCase.TERMINATING), "", true, true, "")));
        assertThat(request.status()).isEqualTo(503);
    }

    @Test
    void withoutAnOutboxASlowAnswerIsWaitedFor() {
        gateway = gateway("0");
        Incoming request = receive("hi");
        request.session.timeout();
        thread.run();
        assertThat(request.replies).isEmpty();
        link.accept(0);
        assertThat(request.status()).isEqualTo(200);
    }

    @Test
    void aDiskThatIsFullIsNo202() {
        outbox.broken = true;
        link.up = false;
        Incoming request = receive("hi");
        thread.run();
        assertThat(request.status()).isEqualTo(480);
    }

    @Test
    void aLaterFailureIsToldInWords() {
        Incoming request = receive("hi");
        request.session.timeout();
        thread.run();
        link.fates.get(0).complete(new Delivery.Refused(new StanzaError("item-not-found", "cancel", "", "")));
        thread.run();
        Fakes.Sent notice = calls.sent.get(0);
        assertThat(notice.from()).isEqualTo(TO_JULIET);
        assertThat(notice.to()).isEqualTo("sip:alice@ims.localhost");
        assertThat(notice.body().text())
                .isEqualTo("Your message to juliet@localhost was not delivered (XMPP: item-not-found).");
        assertThat(outbox.rows).hasSize(1);
        notice.answer(200);
        thread.run();
        assertThat(outbox.rows).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void rfc5438_7_2_aLaterFailureIsANegativeNotificationWhenOneWasAskedFor() {
        String cpim = """
                From: <im:alice@ims.localhost>
                To: <im:juliet@localhost>
                NS: imdn <urn:ietf:params:imdn>
                imdn.Message-ID: 34jk324j
                imdn.Disposition-Notification: positive-delivery, negative-delivery

                Content-type: text/plain
                Content-length: 2

                hi""".replace("\n", "\r\n");
        receive(Message.to(TO_JULIET, "").with(Body.text("message/cpim", cpim)));
        assertThat(link.bodies()).containsExactly("hi");
        link.accept(0);

        gateway.message(error(link.sent.get(0).id(), JULIET, "remote-server-timeout"));
        assertThat(calls.sent.get(0).body().is("message/cpim")).isTrue();
        assertThat(calls.sent.get(0).body().text())
                .contains("<message-id>34jk324j</message-id>")
                .contains("<delivery-notification><status><failed/></status></delivery-notification>")
                .contains("Content-Type: message/imdn+xml");
    }

    private static XmppMessage error(String id, Jid from, String condition) {
        return new XmppMessage(
                id, from, ALICE, "error", "", "", "", "", Optional.of(new StanzaError(condition, "wait", "", "")));
    }

    @Test
    void anErrorFromSomebodyElseTellsNobody() {
        receive("hi");
        link.accept(0);
        gateway.message(error(link.sent.get(0).id(), new Jid("mallory", "localhost", ""), "gone"));
        gateway.message(error("unknown", JULIET, "gone"));
        assertThat(calls.sent).isEmpty();
    }

    @Test
    void rfc7572_7_otherContentIs415WithAccept() {
        Incoming request = receive(Message.to(TO_JULIET, "").with(Body.text("image/png", "hi")));
        assertThat(request.status()).isEqualTo(415);
        assertThat(request.replies.get(0).headers())
                .contains(new Header(
                        "Accept",
                        "text/plain, text/html, message/cpim, message/imdn+xml, application/vnd.gsma.rcs-ft-http+xml"));
    }

    @Test
    void rfc7572_6_moreThan1300BytesIs413() {
        assertThat(receive("x".repeat(1301)).status()).isEqualTo(413);
        assertThat(receive("x".repeat(1300)).status()).isZero();
    }

    @Test
    void rfc7247_8_sipsIsNotDowngraded() {
        assertThat(receive(Message.to("sips:juliet@localhost", "hi")).status()).isEqualTo(416);
        assertThat(receive(Message.to(TO_JULIET, "hi").written("sips:juliet@localhost"))
                        .status())
                .isEqualTo(416);
        assertThat(link.sent).isEmpty();
    }

    /** RFC 7572 5 (1), RFC 7247 6.3. */
    @Test
    void rfc7572_5_theSendersGruuIsHerResource() {
        Message message = Message.to(TO_JULIET, "hi");
        receive(message.sentFrom("<sip:alice@ims.localhost;gr=urn:uuid:1>;tag=a"));
        receive(message.sentFrom("sip:mallory@ims.localhost;gr=urn:uuid:1"));
        receive(message.sentFrom("sip:alice@ims.localhost;gr"));
        receive(message.sentFrom("sip:alice@ims.localhost;gr=1").with(Map.of("Privacy", "id")));
        assertThat(link.sent)
                .extracting(stanza -> stanza.from().text())
                .containsExactly(
                        "alice@ims.localhost/urn:uuid:1",
                        "alice@ims.localhost",
                        "alice@ims.localhost",
                        "anonymous@ims.localhost");
    }

    @Test
    void rfc7572_4_theResourceIsTheGruuOfTheRequest() {
        gateway.message(fromJuliet("m1", new Jid("alice", "ims.localhost", "urn:uuid:1"), "hi"));
        assertThat(calls.sent.get(0).to()).isEqualTo("sip:alice@ims.localhost;gr=urn:uuid:1");
    }

    @Test
    void rfc8048_8_1_strangersMayNotWrite() {
        gateway.message(new XmppMessage(
                "m1", new Jid("a", "stranger.test", ""), ALICE, "chat", "", "", "", "hi", Optional.empty()));
        gateway.message(fromJuliet("m2", new Jid("alice", "elsewhere.test", ""), "hi"));
        assertThat(link.sent)
                .extracting(answer -> answer.error().orElseThrow().condition())
                .containsExactly("forbidden", "item-not-found");
        assertThat(calls.sent).isEmpty();
    }

    @Test
    void rfc7247_7_2_aNewAddressIsOneThatXmppReaches() {
        for (String contact : List.of("sip:al%20ice@ims.localhost", "sips:alice@ims.localhost", "mailto:a@b")) {
            gateway.message(fromJuliet("m1", ALICE, "hi"));
            calls.sent
                    .get(calls.sent.size() - 1)
                    .done()
                    .accept(new SipResponse(301, "Moved Permanently", "", contact, Optional.empty()));
        }
        assertThat(link.sent)
                .extracting(answer -> answer.error().orElseThrow().redirect())
                .containsExactly("xmpp:al%5C20ice@ims.localhost", "sips:alice@ims.localhost", "mailto:a@b");
    }

    @Test
    void rfc7247_7_1_aNewAddressIsOneThatSipReaches() {
        for (String redirect : List.of("xmpp:o%5C27malley@localhost?message", "xmpp:romeo@localhost", "mailto:a@b")) {
            Incoming request = receive("hi");
            link.fates
                    .get(link.fates.size() - 1)
                    .complete(new Delivery.Refused(new StanzaError("gone", "cancel", "", redirect)));
            assertThat(request.status()).isEqualTo(redirect.startsWith("xmpp:") ? 301 : 410);
        }
    }

    @Test
    void rfc7247_8_aMessageWithoutHopsLeftGoesNoFurther() {
        assertThat(receive(Message.to(TO_JULIET, "hi").with(Map.of("Max-Forwards", "0")))
                        .status())
                .isEqualTo(483);
    }

    @Test
    void aLoopIsRefused() {
        associations.add("sip:bob@ims.localhost", "alice@ims.localhost", Service.MESSAGING);
        assertThat(receive(Message.to("sip:bob@ims.localhost", "hi")).status()).isEqualTo(482);

        gateway.message(fromJuliet("m1", new Jid("romeo\\40localhost", "ims.localhost", ""), "hi"));
        assertThat(link.sent.get(0).error().orElseThrow().condition()).isEqualTo("not-acceptable");
    }

    @Test
    void rfc3325_aSenderWhomNobodyVouchesForIsRefused() {
        assertThat(receive(Message.to(TO_JULIET, "hi").from(Optional.empty())).status())
                .isEqualTo(403);
    }

    @Test
    void servesMessagesToXmppUsersOnly() {
        associations.add("sip:bob@ims.localhost", "romeo@localhost", Service.MESSAGING);
        var originating = new IscContext(Optional.of(IscContext.SessionCase.ORIGINATING), "", true, true, "");
        assertThat(gateway.serves(Message.to(TO_JULIET, ""))).isTrue();
        assertThat(gateway.serves(Message.to("sip:a%00@localhost", ""))).isTrue();
        assertThat(gateway.serves(Message.to("sip:bob@ims.localhost", ""))).isTrue();
        assertThat(gateway.serves(Message.to("sip:bob@ims.localhost", "").over(originating)))
                .isFalse();
        assertThat(gateway.serves(Message.to(TO_JULIET, "").over(originating))).isTrue();
        assertThat(gateway.serves(Message.to("sip:alice@ims.localhost", ""))).isFalse();
    }

    private static XmppMessage fromJuliet(String id, Jid to, String body) {
        return new XmppMessage(
                id,
                new Jid("juliet", "localhost", "balcony"),
                to,
                "chat",
                "Wherefore",
                "711609sa@ims.localhost",
                "en",
                body,
                Optional.empty());
    }

    /** RFC 7572 4, examples 1 and 2. */
    @Test
    void rfc7572_4_aStanzaBecomesAMessage() {
        gateway.message(fromJuliet("m1", ALICE, "Art thou not Romeo?"));
        Fakes.Sent sent = calls.sent.get(0);
        assertThat(sent.method()).isEqualTo("MESSAGE");
        assertThat(sent.from()).isEqualTo("sip:juliet@localhost;gr=balcony");
        assertThat(sent.to()).isEqualTo("sip:alice@ims.localhost");
        assertThat(sent.body().type()).isEqualTo("text/plain;charset=UTF-8");
        assertThat(sent.body().text()).isEqualTo("Art thou not Romeo?");
        assertThat(sent.headers())
                .containsExactly(
                        new Header("Subject", "Wherefore"),
                        new Header("Content-Language", "en"),
                        new Header("In-Reply-To", "711609sa@ims.localhost"));
        sent.answer(200);
        assertThat(link.sent).isEmpty();
        assertThat(sessions.count()).isZero();
    }

    @Test
    void rfc7247_7_2_aRefusalBecomesAStanzaError() {
        gateway.message(fromJuliet("m1", ALICE, "hi"));
        calls.sent.get(0).answer(404);
        XmppMessage answer = link.sent.get(0);
        assertThat(answer.id()).isEqualTo("m1");
        assertThat(answer.to().text()).isEqualTo("juliet@localhost/balcony");
        assertThat(answer.error().orElseThrow().condition()).isEqualTo("item-not-found");
    }

    @Test
    void rfc7572_6_aLongMessageIsAPolicyViolation() {
        gateway.message(fromJuliet("m1", ALICE, "x".repeat(1000)));
        assertThat(link.sent.get(0).error().orElseThrow().condition()).isEqualTo("policy-violation");
        gateway.message(fromJuliet("m2", ALICE, "x".repeat(600)));
        assertThat(calls.sent).hasSize(1);
    }

    @Test
    void eachMessageWaitsForTheFinalResponseOfTheOneBefore() {
        gateway.message(fromJuliet("m1", ALICE, "1"));
        gateway.message(fromJuliet("m2", ALICE, "2"));
        gateway.message(fromJuliet("m3", new Jid("bob", "ims.localhost", ""), "to bob"));
        assertThat(calls.sent).extracting(s -> s.body().text()).containsExactly("1", "to bob");
        calls.sent.get(0).answer(404);
        assertThat(calls.sent).extracting(s -> s.body().text()).containsExactly("1", "to bob", "2");
    }

    @Test
    void aFullLaneIsAResourceConstraint() {
        for (int i = 0; i <= 100; i++) {
            gateway.message(fromJuliet("m" + i, ALICE, "hi"));
        }
        assertThat(link.sent).extracting(XmppMessage::id).isEqualTo(List.of("m100"));
        assertThat(link.sent.get(0).error().orElseThrow().condition()).isEqualTo("resource-constraint");
    }

    @Test
    void aStanzaWithoutABodySendsNothing() {
        gateway.message(fromJuliet("m1", ALICE, ""));
        assertThat(calls.sent).isEmpty();
        assertThat(link.sent).isEmpty();
    }

    @Test
    void rfc5646_4_4_1_aLanguageOfManySubtagsIsLeftOut() {
        String language = "a" + "-a".repeat(200_000);
        XmppMessage plain = fromJuliet("m1", ALICE, "hi");
        gateway.message(new XmppMessage(
                plain.id(), plain.from(), plain.to(), "chat", "", "", language, "hi", Optional.empty()));
        assertThat(calls.sent.get(0).headers()).isEmpty();

        receive(Message.to(TO_JULIET, "hi").with(Map.of("Content-Language", language)));
        receive(Message.to(TO_JULIET, "hi").with(Map.of("Content-Language", "aaaaaaaa" + "-aaaaaaaa".repeat(7))));
        receive(Message.to(TO_JULIET, "hi").with(Map.of("Content-Language", "zh-cmn-Hans-CN")));
        assertThat(link.sent).extracting(XmppMessage::language).containsExactly("", "", "zh-cmn-Hans-CN");
    }

    /** RFC 3261 25.1 lets a Call-ID be made of words, not all of which SIP stacks take in In-Reply-To. */
    @Test
    void rfc7572_4_aThreadThatIsNoTokenIsLeftOut() {
        List<String> odd = List.of("<x>", "a\"b", "a(b)@c", "a\\b", "1-7@[::1]", "a@b@c", "a b", "@b", "é");
        for (int i = 0; i < odd.size(); i++) {
            gateway.message(threaded("odd" + i, odd.get(i)));
        }
        gateway.message(threaded("even", "a-b.c!d%e*f_g+h`i'j~k@10.0.0.1"));
        assertThat(calls.sent).hasSize(odd.size() + 1);
        for (int i = 0; i < odd.size(); i++) {
            assertThat(calls.sent.get(i).headers()).isEmpty();
        }
        assertThat(calls.sent.get(odd.size()).headers())
                .containsExactly(new Header("In-Reply-To", "a-b.c!d%e*f_g+h`i'j~k@10.0.0.1"));
    }

    private static XmppMessage threaded(String user, String thread) {
        Jid from = new Jid(user, "localhost", "");
        return new XmppMessage("m1", from, ALICE, "chat", "", thread, "", "hi", Optional.empty());
    }

    @Test
    void anErrorAfterTheOutboxDeliveredIsTold() {
        link.up = false;
        receive("hi");
        thread.run();
        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        link.accept(0);
        // The next stanza may be read before the outbox's thread had its turn.
        gateway.message(error(link.sent.get(0).id(), JULIET, "remote-server-timeout"));
        assertThat(calls.sent).hasSize(1);
        thread.run();
        assertThat(outbox.rows).isEmpty();
    }

    @Test
    void anErrorAfterALateAcceptanceIsTold() {
        Incoming request = receive("hi");
        request.session.timeout();
        thread.run();
        assertThat(request.status()).isEqualTo(202);
        link.accept(0);
        thread.run();
        gateway.message(error(link.sent.get(0).id(), JULIET, "remote-server-timeout"));
        assertThat(calls.sent).hasSize(1);
    }

    @Test
    void aPlaceInTheOutboxIsGivenBackOnce() {
        outbox.broken = true;
        Incoming request = receive("hi");
        request.session.timeout();
        thread.run();
        assertThat(request.status()).isEqualTo(480);
        link.accept(0);
        thread.run();

        outbox.broken = false;
        link.up = false;
        receive("waits");
        thread.run();
        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        assertThat(link.bodies()).containsExactly("hi", "waits");
        link.accept(1);
        thread.run();
        assertThat(outbox.rows).isEmpty();
    }

    @Test
    void aFateThatIsKnownBeforeTheWriteFailsGivesThePlaceBackOnceToo() {
        outbox.broken = true;
        // Another message's write is in line already, and takes the second one's change along.
        link.up = false;
        receive("other");
        link.up = true;
        Incoming request = receive(Message.to("sip:romeo@localhost", "hi"));
        request.session.timeout();
        link.accept(0);
        thread.run();
        assertThat(request.status()).isEqualTo(480);

        outbox.broken = false;
        link.up = false;
        receive("waits");
        thread.run();
        link.up = true;
        gateway.up("ims.localhost");
        thread.run();
        assertThat(link.bodies()).containsExactly("hi", "waits");
    }

    @Test
    void rfc3325_9_3_aSenderWhoWantsPrivacyIsAnonymous() {
        for (String privacy : List.of("id", "ID", "none;id", "header; user", "user;critical", "id;history")) {
            receive(Message.to(TO_JULIET, "hi").with(Map.of("Privacy", privacy)));
        }
        assertThat(link.sent).hasSize(6).allSatisfy(stanza -> {
            assertThat(stanza.from()).isEqualTo(new Jid("anonymous", "ims.localhost", ""));
            assertThat(stanza.thread()).isEmpty();
        });
        receive(Message.to(TO_JULIET, "hi").with(Map.of("Privacy", "none")));
        receive(Message.to(TO_JULIET, "hi").with(Map.of("Privacy", "identical;session")));
        assertThat(link.sent.subList(6, 8)).extracting(XmppMessage::from).containsExactly(ALICE, ALICE);
    }

    @Test
    void anAnonymousSenderHearsOfALateFailure() {
        receive(Message.to(TO_JULIET, "hi").with(Map.of("Privacy", "id")));
        link.accept(0);
        gateway.message(error(link.sent.get(0).id(), JULIET, "remote-server-timeout"));
        assertThat(calls.sent.get(0).to()).isEqualTo("sip:alice@ims.localhost");
    }

    @Test
    void whatIsInFlightAtTheEndIsStoredAndAnsweredBeforeItIsOver() {
        var slow = new Fakes.MapOutbox() {
            @Override
            public void commit(List<WaitingMessage> added, List<Long> removed) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
                super.commit(added, removed);
            }
        };
        ScheduledExecutorService outboxThread = Executors.newSingleThreadScheduledExecutor();
        try {
            gateway = gateway(slow, outboxThread, "5000");
            List<Incoming> requests =
                    IntStream.range(0, 2500).mapToObj(i -> receive("hi " + i)).toList();
            requests.get(0).session.timeout();
            link.breaks();
            gateway.finish(Duration.ofSeconds(5));
            outboxThread.shutdownNow();
            assertThat(requests).allMatch(request -> request.status() == 202);
            assertThat(slow.rows).hasSize(2500);
        } finally {
            outboxThread.shutdownNow();
        }
    }

    @Test
    void aDatabaseThatHangsDoesNotHoldUpTheEnd() {
        gateway.finish(Duration.ofMillis(50));
        assertThat(outbox.commits).isZero();
    }
}
