package org.tombolo.media.webrtc;

import java.security.GeneralSecurityException;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.SenderReports;
import org.tombolo.media.srtp.SrtpBuffer;
import org.tombolo.media.srtp.SrtpSource;

/**
 * What we say over RTCP of the streams that a peer sends, from a source of its own, since we may send none. On the thread of the
 * {@link Forwarder}.
 */
final class Receiving {
    private final SrtpSource source;
    private final SenderReports reports;
    private final OutgoingTrack.Transmitter out;

    Receiving(SrtpSource source, SenderReports reports, OutgoingTrack.Transmitter out) {
        this.source = source;
        this.reports = reports;
        this.out = out;
    }

    /** Asks for a key frame of a source of hers. */
    void pictureLoss(int hers, SrtpBuffer buffer) {
        send(reports.pictureLoss(hers), buffer);
    }

    /** Tells how a source of hers is received. */
    void report(ReceptionReport block, SrtpBuffer buffer) {
        send(reports.reception(block), buffer);
    }

    private void send(byte[] packet, SrtpBuffer buffer) {
        buffer.set(packet, packet.length);
        try {
            if (source.protectControl(buffer)) {
                out.send(buffer.view());
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform has the ciphers of SRTCP", e);
        }
    }
}
