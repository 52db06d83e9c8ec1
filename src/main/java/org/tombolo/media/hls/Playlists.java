package org.tombolo.media.hls;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tombolo.media.mp4.Init;

/** Writes the playlists of one moment. */
final class Playlists {
    /** EXT-X-SKIP needs it (bis 8). */
    private static final int VERSION = 9;

    private static final double PART_SECONDS = 1.0 / Segmenter.PARTS_A_SECOND;
    /** bis 4.4.3.8: at least six target durations. */
    private static final int SKIP_UNTIL = 6 * Segmenter.LONGEST_SECONDS;
    /** bis 4.4.4.9: parts further from the end than three target durations are not to be listed. */
    private static final int PARTS_UNTIL = 3 * Segmenter.LONGEST_SECONDS;

    private Playlists() {}

    static String multivariant(Window window, Init init, String query) {
        List<Segment> all = new ArrayList<>(window.segments());
        all.add(window.growing());
        long peak =
                all.stream().mapToLong(segment -> bits(window, segment)).max().orElse(0);
        return "#EXTM3U\n#EXT-X-VERSION:" + VERSION + "\n#EXT-X-STREAM-INF:BANDWIDTH=" + Math.max(1, peak)
                + ",CODECS=\"" + init.codecs() + "\",RESOLUTION=" + init.width() + "x" + init.height() + "\nlive.m3u8"
                + query + "\n";
    }

    private static long bits(Window window, Segment segment) {
        double seconds = window.seconds(segment.ticks());
        return seconds == 0 ? 0 : (long) (8 * segment.octets() / seconds);
    }

    static String media(Window window, boolean delta, String query) {
        StringBuilder out = new StringBuilder(4096);
        int skipped = delta ? skippable(window) : 0;
        Segment first = window.segments().isEmpty()
                ? window.growing()
                : window.segments().get(0);
        head(out, first);
        if (skipped > 0) {
            line(out, "#EXT-X-SKIP:SKIPPED-SEGMENTS=" + skipped);
        }
        new Body(out, window, query).write(skipped);
        return out.toString();
    }

    private static void head(StringBuilder out, Segment first) {
        line(out, "#EXTM3U");
        line(out, "#EXT-X-VERSION:" + VERSION);
        line(out, "#EXT-X-TARGETDURATION:" + Segmenter.LONGEST_SECONDS);
        line(out, "#EXT-X-PART-INF:PART-TARGET=" + decimal(PART_SECONDS));
        line(
                out,
                "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=" + decimal(SKIP_UNTIL) + ",PART-HOLD-BACK="
                        + decimal(3 * PART_SECONDS));
        line(out, "#EXT-X-MEDIA-SEQUENCE:" + first.number());
        line(out, "#EXT-X-DISCONTINUITY-SEQUENCE:" + first.discontinuities());
    }

    /** bis 6.2.5.1: segments further from the end than the skip boundary. */
    private static int skippable(Window window) {
        long boundary = (long) SKIP_UNTIL * window.clockRate();
        long fromEnd = window.growing().ticks();
        int kept = 0;
        for (int i = window.segments().size() - 1; i >= 0 && fromEnd <= boundary; i--, kept++) {
            fromEnd += window.segments().get(i).ticks();
        }
        return window.segments().size() - kept;
    }

    /** The lines of the segments and parts. */
    private static final class Body {
        private final StringBuilder out;
        private final Window window;
        private final String query;
        private int init = -1;

        Body(StringBuilder out, Window window, String query) {
            this.out = out;
            this.window = window;
            this.query = query;
        }

        void write(int skipped) {
            List<Segment> segments = window.segments();
            long left = window.growing().ticks()
                    + segments.stream().mapToLong(Segment::ticks).sum();
            for (int i = 0; i < segments.size(); i++) {
                Segment segment = segments.get(i);
                left -= segment.ticks();
                if (i >= skipped) {
                    segment(segment, i == 0, window.seconds(left) < PARTS_UNTIL && !window.over());
                } else {
                    init = segment.init();
                }
            }
            end();
        }

        private void segment(Segment segment, boolean first, boolean withParts) {
            start(segment, first);
            if (withParts) {
                parts(segment);
            }
            line(out, "#EXTINF:" + decimal(window.seconds(segment.ticks())) + ",");
            line(out, "seg" + segment.number() + ".m4s" + query);
        }

        private void start(Segment segment, boolean first) {
            if (segment.discontinuity()) {
                line(out, "#EXT-X-DISCONTINUITY");
            }
            if (segment.init() != init) {
                init = segment.init();
                line(out, "#EXT-X-MAP:URI=\"init" + init + ".mp4" + query + "\"");
            }
            if (first || segment.discontinuity()) {
                line(out, "#EXT-X-PROGRAM-DATE-TIME:" + segment.start().truncatedTo(ChronoUnit.MILLIS));
            }
        }

        private void parts(Segment segment) {
            for (int i = 0; i < segment.parts().size(); i++) {
                Part part = segment.parts().get(i);
                line(
                        out,
                        "#EXT-X-PART:DURATION=" + decimal(window.seconds(part.ticks())) + ",URI=\"" + part(segment, i)
                                + "\"" + (part.independent() ? ",INDEPENDENT=YES" : ""));
            }
        }

        private String part(Segment segment, int part) {
            return "part" + segment.number() + "." + part + ".m4s" + query;
        }

        private void end() {
            if (window.over()) {
                line(out, "#EXT-X-ENDLIST");
                return;
            }
            Segment growing = window.growing();
            if (!growing.parts().isEmpty()) {
                start(growing, window.segments().isEmpty());
                parts(growing);
            }
            line(
                    out,
                    "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\""
                            + part(growing, growing.parts().size()) + "\"");
        }
    }

    private static void line(StringBuilder out, String text) {
        out.append(text).append('\n');
    }

    private static String decimal(double seconds) {
        return String.format(Locale.ROOT, "%.5f", seconds);
    }
}
