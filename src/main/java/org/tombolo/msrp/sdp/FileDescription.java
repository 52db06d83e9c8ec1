package org.tombolo.msrp.sdp;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tombolo.media.sdp.Attribute;
import org.tombolo.media.sdp.MediaDescription;

/**
 * The file that an MSRP session carries (RFC 5547).
 *
 * @param selector which file it is
 * @param transferId tells one transfer of it from another
 * @param disposition {@code attachment} or {@code render}
 * @param dates {@code creation}, {@code modification} and {@code read}
 * @param icon {@code cid:} URL of a preview in the same SIP body
 * @param range which part of it, when not the whole
 */
public record FileDescription(
        FileSelector selector,
        Optional<String> transferId,
        Optional<String> disposition,
        Map<String, OffsetDateTime> dates,
        Optional<String> icon,
        Optional<Range> range) {
    private static final Pattern TOKEN = Pattern.compile("[!#-'*+.0-9A-Z^-z|~-]{1,128}");
    private static final Pattern CONTENT_ID = Pattern.compile("cid:[!-~]{1,256}");
    private static final Pattern DATE = Pattern.compile("(creation|modification|read):\"([^\"]{1,64})\"");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,18})-(\\d{1,18}|\\*)");
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.RFC_1123_DATE_TIME;

    /**
     * Part of a file; the first octet is number one.
     *
     * @param last empty for the end of the file
     */
    public record Range(long first, Optional<Long> last) {
        public Range {
            if (first < 1 || last.filter(l -> l < first).isPresent()) {
                throw new IllegalArgumentException("no range of a file: " + first + "-" + last);
            }
        }
    }

    public FileDescription {
        dates = Map.copyOf(dates);
        check(transferId, TOKEN);
        check(disposition, TOKEN);
        check(icon, CONTENT_ID);
    }

    private static void check(Optional<String> value, Pattern form) {
        value.ifPresent(text -> {
            if (!form.matcher(text).matches()) {
                throw new IllegalArgumentException("not allowed in a file's description: " + text);
            }
        });
    }

    /** A file of which no more is said than which it is. */
    public static FileDescription of(FileSelector selector, String transferId) {
        return new FileDescription(
                selector, Optional.of(transferId), Optional.empty(), Map.of(), Optional.empty(), Optional.empty());
    }

    /** The file of a section; empty when it is for none. What is malformed in an optional attribute is left out. */
    static Optional<FileDescription> parse(MediaDescription section) {
        return section.value("file-selector")
                .map(selector -> new FileDescription(
                        FileSelector.parse(selector),
                        section.value("file-transfer-id")
                                .filter(v -> TOKEN.matcher(v).matches()),
                        section.value("file-disposition")
                                .filter(v -> TOKEN.matcher(v).matches()),
                        section.value("file-date").map(FileDescription::dates).orElse(Map.of()),
                        section.value("file-icon")
                                .filter(v -> CONTENT_ID.matcher(v).matches()),
                        section.value("file-range").flatMap(FileDescription::range)));
    }

    private static Map<String, OffsetDateTime> dates(String value) {
        Map<String, OffsetDateTime> dates = new HashMap<>();
        Matcher each = DATE.matcher(value);
        while (each.find()) {
            try {
                dates.put(each.group(1), OffsetDateTime.parse(each.group(2), FORMAT));
            } catch (DateTimeException e) {
                // RFC 5547 6: a date informs; a wrong one is as good as none.
            }
        }
        return dates;
    }

    private static Optional<Range> range(String value) {
        Matcher parts = RANGE.matcher(value);
        try {
            return parts.matches()
                    ? Optional.of(new Range(
                            Long.parseLong(parts.group(1)),
                            parts.group(2).equals("*")
                                    ? Optional.empty()
                                    : Optional.of(Long.parseLong(parts.group(2)))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The attributes for the wire. */
    List<Attribute> attributes() {
        List<Attribute> all = new ArrayList<>();
        all.add(new Attribute("file-selector", selector.text()));
        transferId.ifPresent(id -> all.add(new Attribute("file-transfer-id", id)));
        disposition.ifPresent(value -> all.add(new Attribute("file-disposition", value)));
        if (!dates.isEmpty()) {
            all.add(new Attribute("file-date", dateText()));
        }
        icon.ifPresent(url -> all.add(new Attribute("file-icon", url)));
        range.ifPresent(r -> all.add(new Attribute(
                "file-range", r.first() + "-" + r.last().map(String::valueOf).orElse("*"))));
        return all;
    }

    // RFC 5547 6: with numeric time zones.
    private String dateText() {
        return dates.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(date ->
                        date.getKey() + ":\"" + FORMAT.format(date.getValue()).replace("GMT", "+0000") + "\"")
                .collect(Collectors.joining(" "));
    }
}
