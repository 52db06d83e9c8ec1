package org.tombolo.media.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.media.rtp.RtpProtection;
import org.tombolo.media.sdp.SdesKey;

/** SRTP of one stream with the keys that its offer and our answer brought (RFC 4568 6.4). */
public final class SdesProtection implements RtpProtection {
    private static final Logger LOG = LoggerFactory.getLogger(SdesProtection.class);
    private static final int HEADER = 8;

    private final SrtpSession session;
    private final SrtpBuffer buffer = new SrtpBuffer();
    private Optional<SrtpSource> ours = Optional.empty();

    /**
     * @param theirs the key in the offer
     * @param answered the key in our answer
     */
    public SdesProtection(SdesKey theirs, SdesKey answered) {
        this.session = new SrtpSession(profile(theirs.suite()), answered.material(), theirs.material());
    }

    private static SrtpProfile profile(SdesKey.Suite suite) {
        return switch (suite) {
            case AEAD_AES_128_GCM -> SrtpProfile.AEAD_AES_128_GCM;
            case AES_CM_128_HMAC_SHA1_80 -> SrtpProfile.AES_CM_128_HMAC_SHA1_80;
            case AES_CM_128_HMAC_SHA1_32 -> SrtpProfile.AES_CM_128_HMAC_SHA1_32;
        };
    }

    @Override
    public Optional<ByteBuffer> open(ByteBuffer packet) {
        return fill(packet) ? done(() -> session.unprotect(buffer)) : Optional.empty();
    }

    @Override
    public Optional<ByteBuffer> openControl(ByteBuffer packet) {
        return fill(packet) ? done(() -> session.unprotectControl(buffer)) : Optional.empty();
    }

    @Override
    public Optional<ByteBuffer> protectControl(ByteBuffer packet) {
        return fill(packet) ? done(() -> source(packet.getInt(4)).protectControl(buffer)) : Optional.empty();
    }

    private SrtpSource source(int ssrc) throws GeneralSecurityException {
        if (ours.isEmpty()) {
            ours = Optional.of(session.source(ssrc));
        }
        return ours.get();
    }

    private boolean fill(ByteBuffer packet) {
        int length = packet.limit();
        if (length < HEADER || length > SrtpBuffer.LARGEST) {
            return false;
        }
        buffer.set(packet);
        return true;
    }

    /** Does one packet. */
    private interface Work {
        boolean done() throws GeneralSecurityException;
    }

    private Optional<ByteBuffer> done(Work work) {
        try {
            return work.done() ? Optional.of(buffer.view().slice()) : Optional.empty();
        } catch (GeneralSecurityException e) {
            LOG.debug("SRTP", e);
            return Optional.empty();
        }
    }
}
