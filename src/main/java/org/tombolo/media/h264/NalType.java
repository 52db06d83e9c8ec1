package org.tombolo.media.h264;

/** NAL unit types (ITU-T H.264 table 7-1), and those that RFC 6184 5.2 adds for RTP. */
public final class NalType {
    public static final int SLICE = 1;
    public static final int IDR_SLICE = 5;
    public static final int SEI = 6;
    public static final int SEQUENCE_SET = 7;
    public static final int PICTURE_SET = 8;
    public static final int DELIMITER = 9;
    public static final int STAP_A = 24;
    public static final int FU_A = 28;

    private NalType() {}

    /** The type in the first octet of a NAL unit. */
    public static int of(int header) {
        return header & 0x1F;
    }
}
