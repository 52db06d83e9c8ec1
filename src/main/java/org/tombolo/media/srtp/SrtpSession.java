package org.tombolo.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * Protects what one side of a session sends and unprotects what it receives. DTLS-SRTP gives each session keys of its own, so
 * that each viewer needs her own encryption of the same packet; SDES brings them in the descriptions. Not for several threads at once.
 */
public final class SrtpSession {
    private static final Logger LOG = new LoggerImpl("srtp");

    static {
        // Without this the library times all providers at its first use, for three seconds, and may load native code.
        Aes.setFactoryClassName("SunJCE");
    }

    private final SrtpContextFactory out;
    private final SrtpContextFactory in;
    private final Sources<SrtcpCryptoContext> reported = new Sources<>();
    private final Sources<SrtpCryptoContext> heard = new Sources<>();
    private final LongSupplier nanos;

    /**
     * @param server whether we were the DTLS server
     */
    public SrtpSession(SrtpKeys keys, boolean server) {
        this(
                keys.profile(),
                new Master(keys.key(server), keys.salt(server)),
                new Master(keys.key(!server), keys.salt(!server)),
                System::nanoTime);
    }

    /**
     * @param ours master key and master salt of what we send
     * @param theirs those of what we receive
     */
    public SrtpSession(SrtpProfile profile, byte[] ours, byte[] theirs) {
        this(profile, ours, theirs, System::nanoTime);
    }

    /** @param nanos a clock such as {@link System#nanoTime} */
    SrtpSession(SrtpProfile profile, byte[] ours, byte[] theirs, LongSupplier nanos) {
        this(profile, Master.of(ours), Master.of(theirs), nanos);
    }

    private SrtpSession(SrtpProfile profile, Master ours, Master theirs, LongSupplier nanos) {
        this.nanos = nanos;
        SrtpPolicy media = profile.policy();
        SrtpPolicy control = profile.controlPolicy();
        out = new SrtpContextFactory(true, ours.key, ours.salt, media, control, LOG);
        in = new SrtpContextFactory(false, theirs.key, theirs.salt, media, control, LOG);
    }

    private record Master(byte[] key, byte[] salt) {
        static Master of(byte[] material) {
            return new Master(
                    Arrays.copyOf(material, SrtpProfile.KEY),
                    Arrays.copyOfRange(material, SrtpProfile.KEY, material.length));
        }
    }

    /** Protects a packet by each profile, so that the first viewer does not wait for classes and ciphers to be loaded. */
    public static void warmUp() {
        SrtpBuffer buffer = new SrtpBuffer();
        byte[] packet = new byte[64];
        packet[0] = (byte) 0x80;
        for (SrtpProfile profile : SrtpProfile.values()) {
            try {
                SrtpKeys keys = new SrtpKeys(profile, new byte[SrtpKeys.length(profile)]);
                SrtpSource source = new SrtpSession(keys, true).source(0);
                buffer.set(packet, packet.length);
                source.protect(buffer);
                buffer.set(packet, packet.length);
                source.protectControl(buffer);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the platform has the ciphers of " + profile, e);
            }
        }
    }

    /** A source of ours. Its sequence number must start below 2^15, so that nobody misses its first roll-over (RFC 3711 3.3.1). */
    public SrtpSource source(int ssrc) throws GeneralSecurityException {
        return new SrtpSource(out.deriveContext(ssrc, 0), out.deriveControlContext(ssrc));
    }

    /** Unprotects an RTP packet; false when it is forged, replayed or from one source too many. */
    public boolean unprotect(SrtpBuffer packet) throws GeneralSecurityException {
        if (packet.getLength() < 12) {
            return false;
        }
        int ssrc = packet.view().getInt(packet.getOffset() + 8);
        Optional<SrtpCryptoContext> known = heard.of(ssrc);
        SrtpCryptoContext context = known.isPresent() ? known.get() : in.deriveContext(ssrc, 0);
        boolean genuine = context.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
        return genuine && heard.heard(ssrc, context, nanos.getAsLong());
    }

    /** Unprotects a compound SRTCP packet; false when it is forged, replayed or from one source too many. */
    public boolean unprotectControl(SrtpBuffer packet) throws GeneralSecurityException {
        if (packet.getLength() < 12) {
            return false;
        }
        int ssrc = packet.view().getInt(packet.getOffset() + 4);
        Optional<SrtcpCryptoContext> known = reported.of(ssrc);
        SrtcpCryptoContext context = known.isPresent() ? known.get() : in.deriveControlContext(ssrc);
        boolean genuine = context.reverseTransformPacket(packet) == SrtpErrorStatus.OK;
        return genuine && reported.heard(ssrc, context, nanos.getAsLong());
    }
}
