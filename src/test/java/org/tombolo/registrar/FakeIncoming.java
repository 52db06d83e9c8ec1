package org.tombolo.registrar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Body;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.FakeRequest;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.SessionId;

/** A request that remembers what was answered. */
public final class FakeIncoming implements IncomingRequest {
    public final List<SipReply> replies = new ArrayList<>();
    public final List<String> forwarded = new ArrayList<>();
    public boolean proceeded;
    private final SipRequest message;

    public FakeIncoming(String method, String uri, boolean continues, Map<String, List<String>> headers) {
        this(method, uri, continues, "", headers);
    }

    /** @param application the {@code app} parameter of the filter criteria */
    public FakeIncoming(
            String method, String uri, boolean continues, String application, Map<String, List<String>> headers) {
        this.message = new Message(method, uri, continues, application, headers);
    }

    private record Message(
            String method, String requestUri, boolean continues, String application, Map<String, List<String>> all)
            implements FakeRequest {
        @Override
        public String callId() {
            return "call-1";
        }

        @Override
        public String from() {
            return "sip:alice@ims.localhost";
        }

        @Override
        public String to() {
            return all.getOrDefault("To", List.of(requestUri)).get(0);
        }

        @Override
        public List<String> headers(String name) {
            return all.getOrDefault(name, List.of());
        }

        @Override
        public Optional<Body> body() {
            return Optional.empty();
        }

        @Override
        public IscContext isc() {
            return new IscContext(Optional.empty(), "", true, continues, application);
        }

        @Override
        public Optional<SipAddress> sender() {
            return SipAddress.parse(from());
        }
    }

    @Override
    public SipRequest message() {
        return message;
    }

    @Override
    public ConvergedSession session() {
        return new ConvergedSession() {
            @Override
            public SessionId id() {
                return new SessionId("session-1");
            }

            @Override
            public void execute(Runnable work) {
                work.run();
            }

            @Override
            public Runnable schedule(Duration delay, Runnable work) {
                return () -> {};
            }

            @Override
            public void attach(Object state) {}

            @Override
            public <T> Optional<T> attached(Class<T> type) {
                return Optional.empty();
            }

            @Override
            public void end() {}
        };
    }

    @Override
    public void reply(SipReply reply) {
        replies.add(reply);
    }

    @Override
    public void proceed() {
        proceeded = true;
    }

    @Override
    public void forward(List<String> targets) {
        forwarded.addAll(targets);
    }

    @Override
    public Leg leg(LegListener listener) {
        throw new IllegalStateException("no leg here");
    }
}
