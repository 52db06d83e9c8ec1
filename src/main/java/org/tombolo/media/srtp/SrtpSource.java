package org.tombolo.media.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** Protects the packets of one source that we send to one peer. */
public final class SrtpSource {
    /** Last octet of the SSRC in the header. */
    private static final int SSRC = 11;

    /** Octets of the SRTCP index (RFC 3711 3.4), which a tag must come on top of. */
    private static final int INDEX = 4;

    private final SrtpCryptoContext media;
    private final SrtcpCryptoContext control;
    private int last = Integer.MIN_VALUE;

    SrtpSource(SrtpCryptoContext media, SrtcpCryptoContext control) {
        this.media = media;
        this.control = control;
    }

    /** Protects an RTP packet; false when it cannot be. The same packet once more gives the same octets, another must never have its number. */
    public boolean protect(SrtpBuffer packet) throws GeneralSecurityException {
        int number = packet.view().getShort(2);
        if (number == last) {
            // The platform's GCM refuses the number it had last, as when the newest packet is sent again: another comes
            // between.
            SrtpBuffer between = new SrtpBuffer();
            between.set(packet.octets(), packet.getLength());
            between.octets()[SSRC] ^= 1;
            transform(between);
        }
        last = number;
        return transform(packet);
    }

    /** The library says OK when encryption has failed, and leaves the packet as it was: only the tag shows that it has one. */
    private boolean transform(SrtpBuffer packet) throws GeneralSecurityException {
        int plain = packet.getLength();
        return media.transformPacket(packet) == SrtpErrorStatus.OK && packet.getLength() > plain;
    }

    /** Protects a compound RTCP packet, which starts with this source. */
    public boolean protectControl(SrtpBuffer packet) throws GeneralSecurityException {
        int plain = packet.getLength();
        return control.transformPacket(packet) == SrtpErrorStatus.OK && packet.getLength() > plain + INDEX;
    }
}
