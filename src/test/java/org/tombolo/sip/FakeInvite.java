package org.tombolo.sip;

import java.util.List;
import java.util.Optional;

/** An INVITE of Alice's, with some headers. */
public record FakeInvite(String requestUri, Body sdp, FakeSession session, FakeDialog dialog, List<Header> more)
        implements IncomingRequest, FakeRequest {
    public FakeInvite(String requestUri, Body sdp, FakeSession session, FakeDialog dialog) {
        this(requestUri, sdp, session, dialog, List.of());
    }

    @Override
    public SipRequest message() {
        return this;
    }

    @Override
    public void reply(SipReply reply) {
        dialog.reply(reply);
        reply.headers().forEach(header -> dialog.done.add(header.name()));
    }

    @Override
    public void proceed() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forward(List<String> targets) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Leg leg(LegListener listener) {
        dialog.listener = listener;
        return dialog;
    }

    @Override
    public String method() {
        return "INVITE";
    }

    @Override
    public String callId() {
        return "1@phone";
    }

    @Override
    public String from() {
        return "sip:alice@ims.localhost";
    }

    @Override
    public List<String> headers(String name) {
        return more.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .toList();
    }

    @Override
    public Optional<Body> body() {
        return Optional.of(sdp).filter(body -> !body.text().isEmpty());
    }
}
