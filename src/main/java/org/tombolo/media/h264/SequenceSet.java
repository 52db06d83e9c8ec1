package org.tombolo.media.h264;

import java.util.Optional;

/**
 * What we need of a sequence parameter set (H.264 7.3.2.1.1).
 *
 * @param id seq_parameter_set_id, 0 to 31
 * @param profile profile_idc
 * @param level level_idc, ten times the level
 * @param width in pixels after cropping, 1 to 8192
 * @param height likewise
 */
public record SequenceSet(int id, int profile, int level, int width, int height) {
    private static final int LARGEST = 8192;

    /** Reads a NAL unit of type 7; empty when it is none that could describe a picture. */
    public static Optional<SequenceSet> parse(byte[] nal) {
        if (nal.length < 5 || NalType.of(nal[0]) != NalType.SEQUENCE_SET) {
            return Optional.empty();
        }
        return new Parser(new BitReader(nal)).parse();
    }

    private static final class Parser {
        private final BitReader in;
        private int chroma = 1;
        private boolean planes;

        Parser(BitReader in) {
            this.in = in;
        }

        Optional<SequenceSet> parse() {
            int profile = in.bits(8);
            in.bits(8);
            int level = in.bits(8);
            int id = in.unsigned();
            if (isHigh(profile)) {
                chromaAndScaling();
            }
            in.unsigned(); // log2_max_frame_num_minus4
            pictureOrder();
            in.unsigned(); // max_num_ref_frames
            in.flag();
            return size(id, profile, level);
        }

        private static boolean isHigh(int profile) {
            return switch (profile) {
                case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
                default -> false;
            };
        }

        private void chromaAndScaling() {
            chroma = in.unsigned();
            planes = chroma == 3 && in.flag();
            in.unsigned();
            in.unsigned();
            in.flag();
            if (in.flag()) {
                for (int list = 0; list < (chroma == 3 ? 12 : 8); list++) {
                    if (in.flag()) {
                        skipScalingList(list < 6 ? 16 : 64);
                    }
                }
            }
        }

        private void skipScalingList(int size) {
            int last = 8;
            int next = 8;
            for (int i = 0; i < size && next != 0; i++) {
                next = (last + in.signed()) & 0xFF;
                last = next == 0 ? last : next;
            }
        }

        private void pictureOrder() {
            int type = in.unsigned();
            if (type == 0) {
                in.unsigned();
            } else if (type == 1) {
                in.flag();
                in.signed();
                in.signed();
                int frames = in.unsigned();
                for (int i = 0; i < frames && !in.overrun(); i++) {
                    in.signed();
                }
            }
        }

        private Optional<SequenceSet> size(int id, int profile, int level) {
            long columns = in.unsigned() + 1L;
            long rows = in.unsigned() + 1L;
            boolean framesOnly = in.flag();
            if (!framesOnly) {
                in.flag();
            }
            in.flag();
            long[] crop = new long[4];
            if (in.flag()) {
                for (int i = 0; i < 4; i++) {
                    crop[i] = in.unsigned();
                }
            }
            // H.264 7.4.2.1.1, equations 7-19 to 7-22
            int unitX = chroma == 0 || planes || chroma == 3 ? 1 : 2;
            int unitY = (chroma == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
            long width = columns * 16 - unitX * (crop[0] + crop[1]);
            long height = rows * 16 * (framesOnly ? 1 : 2) - unitY * (crop[2] + crop[3]);
            boolean sane =
                    !in.overrun() && id <= 31 && width > 0 && height > 0 && width <= LARGEST && height <= LARGEST;
            return sane
                    ? Optional.of(new SequenceSet(id, profile, level, (int) width, (int) height))
                    : Optional.empty();
        }
    }
}
