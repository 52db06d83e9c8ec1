package org.tombolo.gateway.convergence.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tombolo.call.CallMedia;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.WebRtcOffer.Offered;

/** What phones have that browsers do not, in the order in which we like it. */
final class PhoneFormats {
    private static final int FIRST_DYNAMIC = 96;

    /** RFC 4867 8.1: we can leave the mode alone for two frames, as phones behind GSM need. */
    private static final String EVERY_SECOND = "mode-change-capability=2";

    /** Any number below 96 is the format's own (RFC 3551 6); the others find free ones. */
    private static final List<RtpFormat> SOUND = List.of(
            new RtpFormat(FIRST_DYNAMIC, "AMR-WB", 16_000, 1, EVERY_SECOND),
            new RtpFormat(FIRST_DYNAMIC, "AMR-WB", 16_000, 1, "octet-align=1; " + EVERY_SECOND),
            new RtpFormat(FIRST_DYNAMIC, "AMR", 8000, 1, EVERY_SECOND),
            new RtpFormat(FIRST_DYNAMIC, "AMR", 8000, 1, "octet-align=1; " + EVERY_SECOND),
            new RtpFormat(8, "PCMA", 8000, 1, ""),
            new RtpFormat(0, "PCMU", 8000, 1, ""));

    /** RFC 4629 8.2.1: parameters say what we can decode. RFC 2190's is 34 when nothing is said (RFC 3551 6). */
    private static final List<RtpFormat> PICTURES = List.of(
            h264(1),
            h264(0),
            new RtpFormat(FIRST_DYNAMIC, "H263-2000", 90_000, 1, "profile=0;level=30"),
            new RtpFormat(FIRST_DYNAMIC, "H263-1998", 90_000, 1, "CIF=1;QCIF=1"),
            new RtpFormat(34, "H263", 90_000, 1, "CIF=1;QCIF=1"));

    private PhoneFormats() {}

    /** What a page's format can be made into, besides that itself. */
    static List<RtpFormat> besides(RtpFormat page, Offered offered) {
        Set<Integer> used = offered.formats().stream()
                .filter(format -> format.is(page.encoding()))
                .map(RtpFormat::payloadType)
                .collect(Collectors.toSet());
        List<RtpFormat> formats = new ArrayList<>();
        int free = FIRST_DYNAMIC;
        for (RtpFormat format : page.clockRate() == PICTURES.get(0).clockRate() ? PICTURES : SOUND) {
            if (format.is(page.encoding()) || !CallMedia.isTranslated(page, format)) {
                continue;
            }
            while (used.contains(free)) {
                free++;
            }
            boolean dynamic = format.payloadType() >= FIRST_DYNAMIC;
            formats.add(dynamic ? format.numbered(free++) : format);
        }
        return formats;
    }

    /** Level 1.2: pictures of CIF. */
    private static RtpFormat h264(int mode) {
        return new RtpFormat(FIRST_DYNAMIC, "H264", 90_000, 1, "profile-level-id=42e00c;packetization-mode=" + mode);
    }

    /** Whether a phone's format is one that pages have to have transcoded. */
    static boolean has(RtpFormat phone) {
        return !PhoneCall.isOfBrowsers(phone)
                && Stream.concat(SOUND.stream(), PICTURES.stream()).anyMatch(phone::isSameAs);
    }
}
