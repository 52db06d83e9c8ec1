package org.tombolo.incontainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.servlet.ServletContext;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.SettingsReader;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.servlet.SipStack;

/**
 * What we rely on in a SIP servlet container. Runs inside both, on the thread of an HTTP request: what it finds, the HTTP
 * side of the gateway finds.
 */
@ExtendWith(ArquillianExtension.class)
class ContainerIT {
    private static final String BOB = "<sip:bob@ims.localhost>";

    @ArquillianResource
    private ServletContext context;

    @Deployment
    static WebArchive gateway() {
        return TestWar.with(ContainerIT.class, SipClient.class);
    }

    /** JSR 289 15.11.2: the session of an initial request has the key that the main servlet computes. */
    @Test
    void theHttpSideFindsWhatTheSipSideKeeps() throws Exception {
        BlockingQueue<IncomingRequest> arrived = holding();
        try (SipClient client = client()) {
            client.message("call-1@client", "one", "z9hG4bKfirst", "hello");
            IncomingRequest request = next(arrived);
            ConvergedSession session = request.session();
            session.attach("kept by the SIP side");

            SipApplicationSession application =
                    sessions().getApplicationSessionByKey(session.id().value(), false);
            assertThat(application).as("found by the key, in the container").isNotNull();
            assertThat(stack().sessions().find(session.id()).orElseThrow().attached(String.class))
                    .contains("kept by the SIP side");

            session.execute(() -> request.reply(SipReply.of(200)));
            assertThat(client.finalResponse()).startsWith("SIP/2.0 200");
            Awaitility.await().until(() -> stack().sessions().find(session.id()).isEmpty());
        }
    }

    /** 3GPP TS 24.229 5.4.3.2: the S-CSCF may hand us the same request twice, for the originating and the terminating user. */
    @Test
    void aSpiralHasASessionForEachVisit() throws Exception {
        BlockingQueue<IncomingRequest> arrived = holding();
        try (SipClient client = client()) {
            client.message("call-2@client", "two", "z9hG4bKorig", "hello");
            IncomingRequest originating = next(arrived);
            client.message("call-2@client", "two", "z9hG4bKterm", "hello");
            IncomingRequest terminating = next(arrived);

            assertThat(terminating.session().id())
                    .isNotEqualTo(originating.session().id());
            for (IncomingRequest visit : List.of(originating, terminating)) {
                visit.session().execute(() -> visit.reply(SipReply.of(200)));
                assertThat(client.finalResponse()).startsWith("SIP/2.0 200");
            }
        }
    }

    /** RFC 3262 3, RFC 3311 5.2: an answer in a 183 is acknowledged, and may be followed by another offer, before the 200. */
    @Test
    void earlyMediaAreAgreedReliably() throws Exception {
        BlockingQueue<IncomingRequest> arrived = holding();
        BlockingQueue<String> offers = new LinkedBlockingQueue<>();
        try (SipClient client = client()) {
            client.request("INVITE", BOB, 1, "Require: 100rel\r\n", "v=0\r\nfirst");
            IncomingRequest request = next(arrived);
            Leg leg = request.leg(answering(offers));
            request.session().execute(() -> {
                leg.reply(SipReply.of(183).with(Body.text(Body.SDP, "v=0\r\nearly")));
                leg.reply(SipReply.of(200));
            });
            String early = client.response(183, "INVITE");
            assertThat(SipClient.header(early, "Require")).contains("100rel");
            String to = SipClient.header(early, "To");
            client.request("UPDATE", to, 2, "", "v=0\r\nsecond");
            assertThat(client.response(200, "UPDATE")).endsWith("answer to v=0\r\nsecond");
            String acknowledged = SipClient.header(early, "RSeq") + " 1 INVITE";
            client.request("PRACK", to, 3, "RAck: " + acknowledged + "\r\n", "");
            client.response(200, "PRACK");
            client.response(200, "INVITE");
            client.request("ACK", to, 1, "", "");
            assertThat(offers).containsExactly("v=0\r\nsecond");
            request.session().execute(() -> leg.end(""));
            client.answer(client.request());
            request.session().execute(request.session()::end);
        }
    }

    private static LegListener answering(BlockingQueue<String> offers) {
        return new LegListener() {
            @Override
            public void reoffered(Leg leg, Optional<Body> sdp) {
                String offer = sdp.map(Body::text).orElse("");
                offers.add(offer);
                leg.answerReoffer(SipReply.of(200).with(Body.text(Body.SDP, "answer to " + offer)));
            }

            @Override
            public void ended(Leg leg, LegEnd end) {
                offers.add(end.toString());
            }
        };
    }

    /** DESIGN 10: what we start ourselves is found by its key, too. */
    @Test
    void aSessionThatWeOpenIsFoundByItsKey() {
        ConvergedSession session = stack().sessions().open();
        assertThat(sessions().getApplicationSessionByKey(session.id().value(), false))
                .isNotNull();
        assertThat(stack().sessions().find(session.id())).isPresent();
        session.end();
        assertThat(stack().sessions().find(session.id())).isEmpty();
    }

    /** JSR 289 14.2: factory, sessions and interfaces are attributes of the context. */
    @Test
    void theContainerGivesItsAttributes() {
        assertThat(context.getAttribute("javax.servlet.sip.SipFactory")).isInstanceOf(SipFactory.class);
        assertThat(stack().interfaces()).isNotEmpty();
        assertThat(stack().isReady()).isTrue();
    }

    /** JSR 289 15: application routing must not hand us what we start ourselves. */
    @Test
    void aRequestOfOursLeavesForTheNetwork() throws Exception {
        BlockingQueue<IncomingRequest> arrived = holding();
        ConvergedSession session = stack().sessions().open();
        SipApplicationSession application =
                sessions().getApplicationSessionByKey(session.id().value(), false);
        SipFactory factory = (SipFactory) context.getAttribute("javax.servlet.sip.SipFactory");
        try (SipClient client = client()) {
            factory.createRequest(application, "MESSAGE", "sip:alice@ims.localhost", client.uri())
                    .send();
            String request = client.request();
            assertThat(request).startsWith("MESSAGE " + client.uri() + " SIP/2.0");
            assertThat(request).contains("Via: SIP/2.0/UDP 127.0.0.1:" + port());
            client.answer(request);
        }
        assertThat(arrived).isEmpty();
        session.end();
    }

    // From here on the test takes the requests, in the place of routing.
    private BlockingQueue<IncomingRequest> holding() {
        BlockingQueue<IncomingRequest> arrived = new LinkedBlockingQueue<>();
        stack().open(arrived::add);
        return arrived;
    }

    private static IncomingRequest next(BlockingQueue<IncomingRequest> arrived) throws InterruptedException {
        IncomingRequest request = arrived.poll(20, TimeUnit.SECONDS);
        assertThat(request).as("a request").isNotNull();
        return request;
    }

    private static SipClient client() throws IOException, InvalidSettingException {
        return new SipClient(port());
    }

    private static int port() throws InvalidSettingException {
        return SettingsReader.read(System.getProperties(), System.getenv())
                .sip()
                .port();
    }

    private SipStack stack() {
        return (SipStack) context.getAttribute(SipStack.ATTRIBUTE);
    }

    private SipSessionsUtil sessions() {
        return (SipSessionsUtil) context.getAttribute("javax.servlet.sip.SipSessionsUtil");
    }
}
