package org.tombolo.media;

/** What a decoder must know before the first frame of a stream. */
public sealed interface Track permits VideoTrack, OpusTrack, AacTrack, G711Track, AmrTrack, TelephoneEventTrack {

    /** Ticks a second of {@link Frame#time()}. */
    int clockRate();

    /** The codec as RFC 6381 names it, such as {@code avc1.42E01E}; empty for one that it has no name for. */
    String codecs();
}
