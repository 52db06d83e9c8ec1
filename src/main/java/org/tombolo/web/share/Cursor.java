package org.tombolo.web.share;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.web.Refusal;
import org.tombolo.web.share.ShareDirectory.Share;

/**
 * Where a page of the list, newest first, begins. It names a moment and not an entry, so it still works when that share is forgotten.
 *
 * @param millis start of the last share of the page before, in milliseconds since 1970
 * @param id its id
 */
record Cursor(long millis, String id) {
    private static final Cursor BEGIN = new Cursor(Long.MAX_VALUE, "");
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\.([A-Za-z0-9_-]{1,64})");

    static Cursor of(Share share) {
        return new Cursor(share.startedAt().toEpochMilli(), share.id());
    }

    static Cursor parse(String text) {
        if (text.isEmpty()) {
            return BEGIN;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Refusal.of(400, "after: must be what \"next\" said");
        }
        return new Cursor(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    String text() {
        return millis + "." + id;
    }

    boolean isBefore(Share share) {
        long other = share.startedAt().toEpochMilli();
        return other < millis || (other == millis && share.id().compareTo(id) > 0);
    }
}
