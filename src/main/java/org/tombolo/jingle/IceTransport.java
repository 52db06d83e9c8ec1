package org.tombolo.jingle;

import java.util.List;
import java.util.Optional;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcFragment;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.xml.XmlElement;

/**
 * An ICE-UDP transport (XEP-0176 5) with the fingerprint of its DTLS (XEP-0320 2). Candidates of others are counted and not
 * kept: an ICE-lite agent learns from checks where its peer is (RFC 8445 2.5).
 *
 * @param keys credentials and fingerprint; none in a transport without a fingerprint
 * @param credentials those of ICE, which a transport may have without a fingerprint when ICE starts anew
 * @param setup who may begin the DTLS handshake (RFC 4145 4): {@code actpass}, {@code active} or {@code passive}, empty when nothing is said
 * @param candidates values of {@code a=candidate} (RFC 8839 5.1); empty in what was read
 */
public record IceTransport(
        Optional<WebRtcTransport> keys, Optional<WebRtcFragment> credentials, String setup, List<String> candidates) {
    private static final int MOST_CANDIDATES = 64;

    public IceTransport {
        candidates = List.copyOf(candidates);
    }

    /** A transport with a fingerprint, or none with anything. */
    public IceTransport(Optional<WebRtcTransport> keys, String setup, List<String> candidates) {
        this(
                keys,
                keys.map(k -> new WebRtcFragment(Optional.of(k.ufrag()), Optional.of(k.password()))),
                setup,
                candidates);
    }

    /** RFC 8445 9: new credentials, while DTLS goes on as it is. */
    public static IceTransport restarted(WebRtcTransport ours, List<String> candidates) {
        WebRtcFragment fresh = new WebRtcFragment(Optional.of(ours.ufrag()), Optional.of(ours.password()));
        return new IceTransport(Optional.empty(), Optional.of(fresh), "", candidates);
    }

    static IceTransport read(XmlElement transport) throws JingleException {
        if (transport.all(Namespaces.ICE_UDP, "candidate").size() > MOST_CANDIDATES) {
            throw new JingleException("more than " + MOST_CANDIDATES + " candidates");
        }
        Optional<XmlElement> fingerprint = transport.child(Namespaces.DTLS, "fingerprint");
        if (fingerprint.isEmpty()) {
            return new IceTransport(Optional.empty(), credentials(transport), "", List.of());
        }
        WebRtcTransport keys = new WebRtcTransport(
                transport.attribute("ufrag"),
                transport.attribute("pwd"),
                fingerprint.get().attribute("hash"),
                fingerprint.get().text().trim());
        Optional<String> wrong = keys.wrong();
        if (wrong.isPresent()) {
            throw new JingleException(wrong.get());
        }
        return new IceTransport(Optional.of(keys), fingerprint.get().attribute("setup"), List.of());
    }

    private static Optional<WebRtcFragment> credentials(XmlElement transport) throws JingleException {
        if (transport.attribute("ufrag").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebRtcFragment.of(transport.attribute("ufrag"), transport.attribute("pwd")));
        } catch (SdpException e) {
            throw new JingleException(String.valueOf(e.getMessage()));
        }
    }

    XmlElement xml() {
        XmlElement transport = XmlElement.of(Namespaces.ICE_UDP, "transport");
        if (credentials.isPresent()) {
            transport = transport
                    .with("ufrag", credentials.get().ufrag().orElse(""))
                    .with("pwd", credentials.get().password().orElse(""));
        }
        if (keys.isPresent()) {
            WebRtcTransport ours = keys.get();
            transport = transport.with(XmlElement.of(Namespaces.DTLS, "fingerprint", ours.fingerprint())
                    .with("hash", ours.hash())
                    .with("setup", setup));
        }
        for (String candidate : candidates) {
            transport = transport.with(candidate(candidate));
        }
        return transport;
    }

    /** {@code foundation component protocol priority address port typ type [generation number]}, as ours are. */
    private static XmlElement candidate(String line) {
        String[] part = line.split(" ");
        return XmlElement.of(Namespaces.ICE_UDP, "candidate")
                .with("id", "c" + part[0])
                .with("foundation", part[0])
                .with("component", part[1])
                .with("protocol", part[2])
                .with("priority", part[3])
                .with("ip", part[4])
                .with("port", part[5])
                .with("type", part[7])
                .with("generation", part.length > 9 ? part[9] : "0")
                .with("network", "0");
    }
}
