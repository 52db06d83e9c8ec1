package org.tombolo.media.rtp;

/**
 * What a phone says of the stream that we send it.
 *
 * @param ssrc ours
 * @param sent the stream
 * @param listener is told when a key frame is wanted, and how the stream is received
 */
record SentFeedback(int ssrc, OutgoingStream sent, RtpListener listener) implements RtcpFeedback {
    @Override
    public void keyframeWanted(int source) {
        if (source == ssrc) {
            listener.keyframeRequested();
        }
    }

    @Override
    public void missing(int source, int sequence) {
        // Nothing that went to a phone is kept.
    }

    @Override
    public void received(ReceptionReport report) {
        if (report.ssrc() == ssrc) {
            listener.received(sent.ofSource(report));
        }
    }

    @Override
    public void left() {}
}
