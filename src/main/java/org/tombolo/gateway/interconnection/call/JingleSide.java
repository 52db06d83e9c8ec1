package org.tombolo.gateway.interconnection.call;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tombolo.identity.Jid;
import org.tombolo.jingle.IceTransport;
import org.tombolo.jingle.Jingle;
import org.tombolo.jingle.JingleAction;
import org.tombolo.jingle.JingleContent;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.RtpDescription;
import org.tombolo.jingle.Senders;
import org.tombolo.media.sdp.WebRtcEndpoint;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.XmppAnswer;
import org.tombolo.xmpp.XmppRequest;

/** One Jingle session with one device, as far as we speak in it. On the call's executor. */
final class JingleSide {
    private final ConvergedSession session;
    private final CallParts parts;
    private final Jid ours;
    private final Jid peer;
    private final String sid;
    private final WebRtcEndpoint endpoint;
    private boolean rings;
    /** XEP-0176 5.5: which of our candidates are meant. */
    private int generation;

    /**
     * @param ours the IMS user as this session knows her
     * @param peer the device
     */
    JingleSide(ConvergedSession session, CallParts parts, Jid ours, Jid peer, String sid) {
        this.session = session;
        this.parts = parts;
        this.ours = ours;
        this.peer = peer;
        this.sid = sid;
        this.endpoint = parts.webrtc().endpoint();
    }

    Jid peer() {
        return peer;
    }

    String sid() {
        return sid;
    }

    /** Our end of its media. */
    WebRtcEndpoint endpoint() {
        return endpoint;
    }

    /**
     * A content of ours.
     *
     * @param name of the content
     */
    record Said(String name, RtpDescription description, Senders senders) {}

    /** Begins the session; all contents share one transport. */
    void initiate(List<Said> said, Consumer<XmppAnswer> answered) {
        // RFC 5763 5: the offerer is actpass; what answers as a client does suits us, who are ICE-lite and DTLS server.
        List<JingleContent> contents =
                said.stream().map(one -> content(one, "actpass")).toList();
        List<String> names = said.stream().map(Said::name).toList();
        List<String> bundle = names.size() > 1 ? names : List.of();
        request(new Jingle(JingleAction.SESSION_INITIATE, sid, contents, bundle, Optional.empty(), ""), answered);
    }

    /** Accepts a session that the device began. */
    void accept(Jingle offer, List<Said> taken, Consumer<XmppAnswer> answered) {
        List<JingleContent> contents = offer.contents().stream()
                .map(content -> taken.stream()
                        .filter(one -> one.name().equals(content.name()))
                        .findFirst()
                        .map(one -> content(one, "passive"))
                        .orElseGet(() -> refused(content)))
                .toList();
        List<String> bundle =
                taken.stream().map(Said::name).filter(offer.bundle()::contains).toList();
        request(new Jingle(JingleAction.SESSION_ACCEPT, sid, contents, bundle, Optional.empty(), ""), answered);
    }

    private JingleContent content(Said said, String setup) {
        return new JingleContent(
                true,
                said.name(),
                said.senders(),
                Optional.of(said.description()),
                Optional.of(new IceTransport(Optional.of(endpoint.transport()), setup, endpoint.candidates())));
    }

    /**
     * Clients compare the contents of an answer with those that they offered, so that what we do not take stands there too: nobody
     * sends, and without a way to go.
     */
    private static JingleContent refused(JingleContent offered) {
        return new JingleContent(
                true,
                offered.name(),
                Senders.NONE,
                offered.description(),
                Optional.of(new IceTransport(Optional.empty(), "", List.of())));
    }

    /** XEP-0167 9.4: the phone rings; told once. */
    void ring() {
        if (!rings) {
            rings = true;
            tell(Jingle.info(sid, "ringing"));
        }
    }

    /** XEP-0167 9.2, 9.3: the phone holds the call, or does no more. */
    void hold(boolean held) {
        tell(Jingle.info(sid, held ? "hold" : "active"));
    }

    void terminate(Reason reason) {
        tell(Jingle.terminate(sid, reason));
    }

    /**
     * ICE has started anew (XEP-0176 5.10).
     *
     * @param fresh our end, whose DTLS goes on
     */
    void restarted(JingleAction action, Jingle asked, WebRtcEndpoint fresh) {
        generation++;
        List<String> candidates = fresh.candidates().stream()
                .map(line -> line + " generation " + generation)
                .toList();
        IceTransport transport = action == JingleAction.TRANSPORT_ACCEPT
                ? new IceTransport(Optional.of(fresh.transport()), "passive", candidates)
                : IceTransport.restarted(fresh.transport(), candidates);
        List<JingleContent> contents = asked.contents().stream()
                .map(c -> new JingleContent(
                        c.byInitiator(), c.name(), c.senders(), Optional.empty(), Optional.of(transport)))
                .toList();
        tell(new Jingle(action, sid, contents, List.of(), Optional.empty(), ""));
    }

    /** Refuses what was proposed for a session that goes on as it is. */
    void reject(JingleAction action, Jingle proposed, Reason reason) {
        List<JingleContent> named = proposed.contents().stream()
                .map(c -> new JingleContent(c.byInitiator(), c.name(), c.senders(), Optional.empty(), Optional.empty()))
                .toList();
        tell(new Jingle(action, sid, named, List.of(), Optional.of(reason), ""));
    }

    private void tell(Jingle what) {
        request(what, answer -> {});
    }

    private void request(Jingle what, Consumer<XmppAnswer> answered) {
        String why = what.reason().map(r -> " " + r.words()).orElse("");
        parts.sent(
                session.id(),
                peer.text(),
                what.action().text() + why + (what.info().isEmpty() ? "" : " " + what.info()));
        parts.requests()
                .request(new XmppRequest(ours, peer, true, what.xml(ours.text())))
                .thenAccept(answer -> session.execute(() -> answered(what, answer, answered)));
    }

    private void answered(Jingle what, XmppAnswer answer, Consumer<XmppAnswer> told) {
        if (answer instanceof XmppAnswer.Failed failed) {
            parts.received(
                    session.id(),
                    peer.text(),
                    failed.error().condition() + " to " + what.action().text());
        }
        told.accept(answer);
    }
}
