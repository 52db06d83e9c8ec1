package org.tombolo.gateway.convergence.browser;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tombolo.call.CallMedia;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.sdp.CallDescription;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.metrics.Metrics;
import org.tombolo.sip.SipCalls;
import org.tombolo.trace.SessionId;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;
import org.tombolo.trace.TraceEvent.Protocol;

/** What all calls share. */
record CallParts(
        BrowserCalls.Options options,
        SipCalls calls,
        RtpReceiver rtp,
        WebRtcServer webrtc,
        Transcoder transcoder,
        CallDirectory directory,
        Pages pages,
        Counts counts,
        Trace trace,
        Clock clock,
        SecureRandom random) {
    private static final int ID_BYTES = 18;

    /** What is counted; looking a handle up costs more than counting. */
    record Counts(Metrics.Counter answered, Metrics.Counter failed) {
        static Counts of(Metrics metrics) {
            return new Counts(
                    metrics.counter("tombolo_browser_calls_total", "result", "answered"),
                    metrics.counter("tombolo_browser_calls_total", "result", "failed"));
        }
    }

    String newId() {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    /** RFC 8866 5.2: with a number that no other description of ours has. */
    CallDescription description() {
        return new CallDescription(options.publicHost(), random.nextLong() >>> 2);
    }

    Optional<CallMedia> media(List<String> kinds) {
        return CallMedia.open(rtp, webrtc, transcoder, options.silence(), kinds);
    }

    void http(SessionId session, String from, String summary) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.HTTP, from, TraceEvent.US, summary, ""));
    }

    void rtp(SessionId session, String from, String summary) {
        trace.record(new TraceEvent(session, clock.instant(), Protocol.RTP, from, TraceEvent.US, summary, ""));
    }

    void internal(SessionId session, String summary) {
        trace.record(TraceEvent.internal(session, clock.instant(), summary));
    }
}
