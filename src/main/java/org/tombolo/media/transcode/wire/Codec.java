package org.tombolo.media.transcode.wire;

/** What the transcoder reads or writes. In the pipes a codec is its ordinal: both ends are of one build. */
public enum Codec {
    /** H.263 of all versions, pictures as they follow each other in ITU-T H.263 5.1. */
    H263(90_000, true),
    /** H.264, NAL units after start codes (ITU-T H.264 annex B), parameter sets in the band. */
    H264(90_000, true),
    /** VP8 (RFC 6386); only read. */
    VP8(90_000, true),
    /** AMR: frames in the storage format, each with its octet of type (RFC 4867 5.3). */
    AMR(8_000, false),
    /** AMR-WB likewise. */
    AMR_WB(16_000, false),
    /** G.711 A-law. */
    PCMA(8_000, false),
    /** G.711 mu-law. */
    PCMU(8_000, false),
    /** Opus (RFC 6716). */
    OPUS(48_000, false),
    /** AAC-LC of one channel, raw blocks (ISO/IEC 14496-3 4.4.2.1); only written. */
    AAC(48_000, false),
    /** A picture by itself, of the frame it is made of; only written. */
    JPEG(90_000, true),
    /** Likewise. */
    PNG(90_000, true);

    private final int clockRate;
    private final boolean picture;

    Codec(int clockRate, boolean picture) {
        this.clockRate = clockRate;
        this.picture = picture;
    }

    /** Ticks a second of the times of its frames; a sample of sound is a tick. */
    public int clockRate() {
        return clockRate;
    }

    /** Whether it shows something, rather than being heard. */
    public boolean isPicture() {
        return picture;
    }

    /** Whether each of its frames is a file of its own. */
    public boolean isStill() {
        return this == JPEG || this == PNG;
    }
}
