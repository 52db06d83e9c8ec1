package org.tombolo.media.sdp;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a decoder of H.263 takes, for who has to make pictures for it.
 *
 * @param width of the picture, 176 or 352: QCIF or CIF
 * @param height likewise
 * @param interval ticks of 1/90000 s from one picture to the next at least
 * @param rate most bits a second
 */
public record H263Limits(int width, int height, int interval, int rate) {
    /** RFC 4629 8.1.1: one of 30/1.001 pictures a second. */
    private static final int TICKS = 3003;

    private static final int MOST_INTERVALS = 32;
    private static final int QCIF_RATE = 128_000;
    private static final int CIF_RATE = 384_000;

    /** RFC 4629 8.2.1: who says nothing takes QCIF. */
    private static final H263Limits UNTOLD = qcif(1, QCIF_RATE);

    private static H263Limits qcif(int mpi, int rate) {
        return new H263Limits(176, 144, mpi * TICKS, rate);
    }

    private static H263Limits cif(int mpi, int rate) {
        return new H263Limits(352, 288, mpi * TICKS, rate);
    }

    /** That of a format's parameters; of the sizes that we make, the one that is said first (RFC 4629 8.2.1). */
    public static H263Limits of(RtpFormat format) {
        Optional<H263Limits> level = format.parameter("level").map(H263Limits::ofLevel);
        return level.or(() -> ofSizes(format)).orElse(UNTOLD).atMost(format.parameter("maxbr"));
    }

    /** H.263 table X.2. */
    private static H263Limits ofLevel(String level) {
        return switch (level) {
            case "10" -> qcif(2, 64_000);
            case "20" -> cif(2, 128_000);
            case "30" -> cif(1, CIF_RATE);
            case "40", "50", "60", "70" -> cif(1, 2 * CIF_RATE);
            case "45" -> qcif(2, 128_000);
            default -> qcif(2, 64_000);
        };
    }

    private static Optional<H263Limits> ofSizes(RtpFormat format) {
        for (String parameter :
                List.of(format.parameters().toLowerCase(Locale.ROOT).split(";"))) {
            String[] size = parameter.trim().split("=", 2);
            Optional<Integer> mpi = size.length == 2 ? interval(size[1].trim()) : Optional.empty();
            if (mpi.isPresent() && size[0].trim().equals("cif")) {
                return Optional.of(cif(mpi.get(), CIF_RATE));
            } else if (mpi.isPresent() && size[0].trim().equals("qcif")) {
                return Optional.of(qcif(mpi.get(), QCIF_RATE));
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> interval(String mpi) {
        return Optional.of(mpi)
                .filter(text -> text.matches("\\d{1,2}"))
                .map(Integer::valueOf)
                .filter(number -> number >= 1 && number <= MOST_INTERVALS);
    }

    /** ITU-T H.245's maxBitRate, which old phones say: in units of 100 bits a second. */
    private H263Limits atMost(Optional<String> hundreds) {
        return hundreds.filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Math.max(1, Integer.parseInt(text)) * 100)
                .filter(most -> most < rate)
                .map(most -> new H263Limits(width, height, interval, most))
                .orElse(this);
    }
}
