package org.tombolo.media.webrtc.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/** Protects the packets of one source that we send to one peer. */
public final class SrtpSource {
    private final SrtpCryptoContext media;
    private final SrtcpCryptoContext control;

    SrtpSource(SrtpCryptoContext media, SrtcpCryptoContext control) {
        this.media = media;
        this.control = control;
    }

    /** Protects an RTP packet; false when it cannot be. The same packet once more gives the same octets, another must never have its number. */
    public boolean protect(SrtpBuffer packet) throws GeneralSecurityException {
        return media.transformPacket(packet) == SrtpErrorStatus.OK;
    }

    /** Protects a compound RTCP packet, which starts with this source. */
    public boolean protectControl(SrtpBuffer packet) throws GeneralSecurityException {
        return control.transformPacket(packet) == SrtpErrorStatus.OK;
    }
}
