package org.tombolo.gateway.interconnection.call;

import java.time.Clock;
import java.util.random.RandomGenerator;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.Metrics;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;
import org.tombolo.xmpp.XmppLink;
import org.tombolo.xmpp.XmppRequests;

/**
 * What all calls share.
 *
 * @param rtp the phones' side of the media
 * @param webrtc the XMPP users' side
 */
record CallParts(
        CallGateway.Options options,
        XmppLink link,
        XmppRequests requests,
        RtpReceiver rtp,
        WebRtcServer webrtc,
        Devices devices,
        CallDirectory directory,
        Counts counts,
        Trace trace,
        Clock clock,
        RandomGenerator random) {
    /** What is counted; looking a handle up costs more than counting. */
    record Counts(Metrics.Counter toXmpp, Metrics.Counter toIms, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_jingle_calls_total", "direction", "ims_to_xmpp", "result", "answered"),
                    metrics.counter("tombolo_jingle_calls_total", "direction", "xmpp_to_ims", "result", "answered"),
                    metrics.counter("tombolo_jingle_calls_total", "direction", "any", "result", "failed"));
        }
    }

    /** RFC 8866 5.2: a number that no other description of ours has. */
    long descriptionId() {
        return random.nextLong(1L << 62);
    }

    void sent(SessionId session, String to, String summary) {
        record(session, Protocol.XMPP, TraceEvent.US, to, summary);
    }

    void received(SessionId session, String from, String summary) {
        record(session, Protocol.XMPP, from, TraceEvent.US, summary);
    }

    void internal(SessionId session, String summary) {
        record(session, Protocol.INTERNAL, TraceEvent.US, TraceEvent.US, summary);
    }

    void rtp(SessionId session, String from, String summary) {
        record(session, Protocol.RTP, from, TraceEvent.US, summary);
    }

    private void record(SessionId session, Protocol protocol, String from, String to, String summary) {
        trace.record(new TraceEvent(session, clock.instant(), protocol, from, to, summary, ""));
    }
}
