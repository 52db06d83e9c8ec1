package org.tombolo.gateway.interconnection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.msrp.cpim.CpimException;
import org.tombolo.msrp.cpim.Imdn;
import org.tombolo.sip.Body;

/** The notifications in a body: one, or several that a list server put together (RFC 5438 8.3). */
final class ImdnParts {
    private static final String SEVERAL = "multipart/mixed";
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);

    private ImdnParts() {}

    static boolean areIn(Body content) {
        return content.is(Imdn.TYPE) || (content.is(SEVERAL) && content.text().contains(Imdn.TYPE));
    }

    /** @throws CpimException when one of them cannot be read */
    static List<Imdn> read(Body content) throws CpimException {
        return content.is(Imdn.TYPE) ? List.of(Imdn.parse(content.bytes())) : several(content);
    }

    // RFC 2046 5.1.1: "--" and the boundary before each part, "--" behind the last one.
    private static List<Imdn> several(Body content) throws CpimException {
        Matcher boundary = BOUNDARY.matcher(content.type());
        if (!boundary.find()) {
            throw new CpimException("multipart/mixed without a boundary");
        }
        String delimiter = "--" + (boundary.group(1) == null ? boundary.group(2) : boundary.group(1));
        List<Imdn> all = new ArrayList<>();
        for (String part : content.text().replace("\r\n", "\n").split(Pattern.quote(delimiter), -1)) {
            int head = part.indexOf("\n\n");
            if (head >= 0 && part.substring(0, head).contains(Imdn.TYPE)) {
                all.add(Imdn.parse(part.substring(head + 2).trim().getBytes(StandardCharsets.UTF_8)));
            }
        }
        return all;
    }
}
