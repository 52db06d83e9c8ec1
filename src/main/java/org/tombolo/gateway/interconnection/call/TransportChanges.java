package org.tombolo.gateway.interconnection.call;

import java.util.Optional;
import java.util.stream.Stream;
import org.tombolo.call.CallMedia;
import org.tombolo.gateway.interconnection.SessionParties;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleAction;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.XmppAnswer;

/**
 * What a device says of its transport while a call is there: candidates, which an ICE-lite agent does not need, and new credentials,
 * by which ICE starts anew (RFC 8445 9) while DTLS goes on. On the call's executor.
 */
final class TransportChanges {
    private static final int MOST_MESSAGES = 256;

    private final ConvergedSession session;
    private final CallParts parts;
    private final SessionParties parties;
    private final CallMedia media;
    private Optional<String> fingerprint = Optional.empty();
    private int messages;

    TransportChanges(ConvergedSession session, CallParts parts, SessionParties parties, CallMedia media) {
        this.session = session;
        this.parts = parts;
        this.parties = parties;
        this.media = media;
    }

    /** Media may come by this transport. */
    void began(IceTransport theirs) {
        fingerprint = theirs.keys().map(WebRtcTransport::fingerprint);
    }

    /** A transport-info: candidates, or new credentials, which are answered by ours. */
    XmppAnswer informed(JingleSide with, Jingle what) {
        if (++messages > MOST_MESSAGES) {
            return Refusals.of("resource-constraint", "too many candidates");
        }
        if (isOfAnotherKey(what)) {
            return Refusals.of("not-acceptable", "another certificate needs another session");
        }
        restart(what).ifPresent(ours -> session.execute(() -> with.restarted(JingleAction.TRANSPORT_INFO, what, ours)));
        return XmppAnswer.done();
    }

    /** XEP-0166 7.2.15: another transport, which we take when it is the same under other credentials. */
    XmppAnswer replaced(JingleSide with, Jingle what) {
        boolean taken = ++messages <= MOST_MESSAGES && !isOfAnotherKey(what);
        Optional<WebRtcEndpoint> fresh = taken ? restart(what) : Optional.empty();
        session.execute(() -> fresh.ifPresentOrElse(
                ours -> with.restarted(JingleAction.TRANSPORT_ACCEPT, what, ours),
                () -> with.reject(JingleAction.TRANSPORT_REJECT, what, Reason.of(Condition.UNSUPPORTED_TRANSPORTS))));
        return XmppAnswer.done();
    }

    private Optional<WebRtcEndpoint> restart(Jingle what) {
        // All contents are on one transport.
        Optional<WebRtcEndpoint> fresh = transports(what)
                .flatMap(transport -> transport.credentials().stream())
                .findFirst()
                .flatMap(media::restart);
        fresh.ifPresent(ours -> parts.rtp(session.id(), parties.xmpp().text(), "ICE starts anew"));
        return fresh;
    }

    private boolean isOfAnotherKey(Jingle what) {
        return transports(what)
                .flatMap(transport -> transport.keys().stream())
                .anyMatch(keys -> fingerprint
                        .filter(known -> !known.equals(keys.fingerprint()))
                        .isPresent());
    }

    private static Stream<IceTransport> transports(Jingle what) {
        return what.contents().stream().flatMap(content -> content.transport().stream());
    }
}
