package org.tombolo.media.rtmp;

import java.nio.ByteBuffer;
import org.tombolo.media.AacTrack;
import org.tombolo.media.H264Track;
import org.tombolo.media.h264.AvcConfiguration;

/**
 * The body of an FLV tag (Video File Format 10.1, E.4), which is that of an RTMP message.
 *
 * @param type of the message
 * @param time when it is decoded, in milliseconds
 * @param key whether decoding can start here
 */
record FlvTag(int type, long time, boolean key, byte[] body) {
    private static final int KEY_FRAME = 0x10;
    private static final int INTER_FRAME = 0x20;
    private static final int AVC = 7;
    /** E.4.2.1: SoundFormat 7, sound of 16 bits; rate and channels are fixed for G.711. */
    private static final int A_LAW = 0x72;

    private static final int MU_LAW = 0x82;
    /** E.4.2.1: SoundFormat 10 is always told as 44 kHz and stereo; its configuration says what it is. */
    private static final int AAC = 0xAF;

    /** AVC sequence header (E.4.3.1). */
    static FlvTag header(H264Track track, long time) {
        byte[] configuration = AvcConfiguration.of(track);
        ByteBuffer out = ByteBuffer.allocate(5 + configuration.length);
        out.putInt((KEY_FRAME | AVC) << 24).put((byte) 0).put(configuration);
        return new FlvTag(Message.VIDEO, time, true, out.array());
    }

    /**
     * AVC NALU (E.4.3.1).
     *
     * @param offset how much later it is shown, in milliseconds, at least 0
     * @param units each after its length in four octets
     */
    static FlvTag picture(long time, int offset, boolean key, ByteBuffer units) {
        ByteBuffer out = ByteBuffer.allocate(5 + units.remaining());
        out.putInt(((key ? KEY_FRAME : INTER_FRAME) | AVC) << 24 | 1 << 16 | offset >> 8)
                .put((byte) offset)
                .put(units.duplicate());
        return new FlvTag(Message.VIDEO, time, key, out.array());
    }

    /** AAC sequence header (E.4.2.2). */
    static FlvTag aacHeader(long time) {
        return aac(time, 0, ByteBuffer.wrap(AacTrack.configuration()));
    }

    /** A raw block of AAC (E.4.2.2). */
    static FlvTag sound(long time, ByteBuffer block) {
        return aac(time, 1, block);
    }

    private static FlvTag aac(long time, int packetType, ByteBuffer content) {
        ByteBuffer out = ByteBuffer.allocate(2 + content.remaining());
        out.put((byte) AAC).put((byte) packetType).put(content.duplicate());
        return new FlvTag(Message.AUDIO, time, false, out.array());
    }

    /** Sound as G.711 (E.4.2.1). */
    static FlvTag sound(long time, boolean aLaw, ByteBuffer samples) {
        ByteBuffer out = ByteBuffer.allocate(1 + samples.remaining());
        out.put((byte) (aLaw ? A_LAW : MU_LAW)).put(samples.duplicate());
        return new FlvTag(Message.AUDIO, time, false, out.array());
    }
}
