package org.tombolo.call;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tombolo.media.sdp.Preconditions;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/**
 * Calls with preconditions (RFC 3312, RFC 4032), for who serves calls without knowing of them: a phone whose INVITE asks for quality of
 * service has it before its call is answered.
 */
public final class PreconditionedCalls implements SipHandler {
    /** RFC 3312 11. */
    private static final String OPTION = "precondition";

    /** Option tags that the INVITE of such a call may require. */
    public static final Set<String> EXTENSIONS =
            Stream.concat(Leg.EXTENSIONS.stream(), Stream.of(OPTION)).collect(Collectors.toUnmodifiableSet());

    private static final String RELIABLE = "100rel";

    private final SipHandler calls;

    public PreconditionedCalls(SipHandler calls) {
        this.calls = calls;
    }

    @Override
    public void handle(IncomingRequest request) {
        SipRequest message = request.message();
        Optional<Preconditions> asked = message.body()
                .filter(body -> body.is(Body.SDP) && names(message, OPTION))
                .flatMap(body -> Preconditions.of(body.text()));
        if (asked.isEmpty()) {
            calls.handle(request);
        } else if (asked.get().unknown()) {
            // RFC 3312 8: what we do not know can never be there.
            refuse(request, SipReply.refusal(580, "only quality of service of each side can be a precondition"));
        } else if (!names(message, RELIABLE)) {
            // RFC 3312 11, RFC 3261 21.4.16: an answer before the 200 has to be reliable.
            refuse(request, SipReply.of(421).with(new Header("Require", RELIABLE)));
        } else {
            calls.handle(new Asking(request, asked.get()));
        }
    }

    private static void refuse(IncomingRequest request, SipReply reply) {
        request.reply(reply);
        request.session().end();
    }

    private static boolean names(SipRequest message, String option) {
        return Stream.of("Require", "Supported")
                .flatMap(header -> message.headers(header).stream())
                .anyMatch(value -> value.contains(option));
    }

    /** An INVITE with preconditions. */
    private record Asking(IncomingRequest request, Preconditions asked) implements IncomingRequest {
        @Override
        public SipRequest message() {
            return request.message();
        }

        @Override
        public ConvergedSession session() {
            return request.session();
        }

        @Override
        public void reply(SipReply reply) {
            request.reply(reply);
        }

        @Override
        public void proceed() {
            request.proceed();
        }

        @Override
        public void forward(List<String> targets) {
            request.forward(targets);
        }

        @Override
        public Leg leg(LegListener listener) {
            return new PreconditionedLeg(asked, listener).of(request);
        }
    }
}
