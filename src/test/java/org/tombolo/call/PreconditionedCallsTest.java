package org.tombolo.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tombolo.sip.Body;
import org.tombolo.sip.FakeDialog;
import org.tombolo.sip.FakeInvite;
import org.tombolo.sip.FakeSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegEnd;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.LegState;
import org.tombolo.sip.SipReply;

class PreconditionedCallsTest {
    private static final String WAITS = sdp("a=curr:qos local none", "a=des:qos mandatory local sendrecv");
    private static final String READY = sdp("a=curr:qos local sendrecv", "a=des:qos mandatory local sendrecv");
    private static final String PLAIN = sdp("a=sendrecv");
    private static final Header REQUIRE = new Header("Require", "precondition");
    private static final Header RELIABLE = new Header("Supported", "100rel");

    private final FakeDialog phone = new FakeDialog(LegState.INVITED);
    private final Callee callee = new Callee();

    private static String sdp(String... lines) {
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n"
                + String.join("\r\n", lines) + "\r\n";
    }

    /** Serves calls without knowing of preconditions. */
    private static final class Callee implements LegListener {
        private Optional<Leg> leg = Optional.empty();
        private Optional<LegEnd> end = Optional.empty();
        private int reoffer = 200;

        void handle(IncomingRequest request) {
            leg = Optional.of(request.leg(this));
        }

        void answers() {
            leg.orElseThrow().reply(SipReply.of(200).with(Body.text(Body.SDP, PLAIN)));
        }

        @Override
        public void reoffered(Leg from, Optional<Body> sdp) {
            SipReply reply = SipReply.of(reoffer);
            from.answerReoffer(reoffer == 200 ? reply.with(Body.text(Body.SDP, PLAIN)) : reply);
        }

        @Override
        public void ended(Leg from, LegEnd why) {
            assertThat(from).isEqualTo(leg.orElseThrow());
            end = Optional.of(why);
        }
    }

    private void invite(String offer, Header... headers) {
        FakeInvite request = new FakeInvite(
                "sip:bob@ims.localhost",
                Body.text(Body.SDP, offer),
                new FakeSession("call-0001"),
                phone,
                List.of(headers));
        new PreconditionedCalls(callee::handle).handle(request);
    }

    @Test
    void rfc3312_12_theAnswerGoesInA183AndThe200WhenThePhoneIsReady() {
        invite(WAITS, REQUIRE, RELIABLE);
        callee.answers();
        assertThat(phone.done).containsExactly("183");
        assertThat(phone.said).contains("a=curr:qos remote none", "a=conf:qos remote sendrecv");
        phone.reoffers(WAITS);
        assertThat(phone.done).as("it is not ready yet").containsExactly("183", "200");
        callee.reoffer = 488;
        phone.reoffers(READY);
        assertThat(phone.done).as("what is refused changes nothing").containsExactly("183", "200", "488");
        callee.reoffer = 200;
        phone.reoffers(READY);
        assertThat(phone.said).contains("a=curr:qos remote sendrecv").doesNotContain("a=conf");
        assertThat(phone.done).containsExactly("183", "200", "488", "200", "200");
        phone.reoffers(PLAIN);
        assertThat(phone.said).as("an offer without them").doesNotContain("qos");
        assertThat(phone.done).hasSize(6);
    }

    @Test
    void aPhoneThatIsReadyIsAnsweredAtOnce() {
        invite(READY, new Header("Supported", "100rel, precondition"));
        callee.answers();
        assertThat(phone.done).containsExactly("200");
        assertThat(phone.said).contains("a=curr:qos remote sendrecv");
    }

    @Test
    void whoGivesUpWhileWaitingIsHeard() {
        invite(WAITS, REQUIRE, RELIABLE);
        callee.answers();
        phone.ends(new LegEnd.Cancelled());
        assertThat(callee.end).contains(new LegEnd.Cancelled());
    }

    @Test
    void rfc3312_8_whatNobodyKnowsIs580() {
        invite(sdp("a=des:sec mandatory local sendrecv"), REQUIRE, RELIABLE);
        assertThat(phone.done).startsWith("580");
    }

    @Test
    void rfc3312_11_withoutReliableResponsesItIs421() {
        invite(WAITS, REQUIRE);
        assertThat(phone.done).containsExactly("421", "Require");
    }

    @Test
    void whoKnowsNothingOfThemIsAnsweredAsEver() {
        invite(WAITS);
        callee.answers();
        assertThat(phone.done).containsExactly("200");
        assertThat(phone.said).isEqualTo(PLAIN);
    }
}
