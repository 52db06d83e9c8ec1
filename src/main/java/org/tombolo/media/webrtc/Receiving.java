package org.tombolo.media.webrtc;

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
        out.control(source, reports.pictureLoss(hers), buffer);
    }

    /** Tells how a source of hers is received. */
    void report(ReceptionReport block, SrtpBuffer buffer) {
        out.control(source, reports.reception(block), buffer);
    }
}
