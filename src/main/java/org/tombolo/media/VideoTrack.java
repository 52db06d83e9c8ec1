package org.tombolo.media;

/** Pictures. */
public sealed interface VideoTrack extends Track permits H264Track, H263Track, Vp8Track {
    /** Of all video over RTP (RFC 6184 8.2.1, RFC 4629 3.1, RFC 7741 4.1). */
    int CLOCK_RATE = 90_000;

    /** Pixels, 1 or more. */
    int width();

    /** Likewise. */
    int height();

    /** What people call the codec. */
    String name();
}
