package org.tombolo.msrp.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes the lines before a body, and makes a request or a response of them. */
final class HeadReader {
    // RFC 4975 9: ident = ALPHANUM 3*31ident-char; others count less strictly than the grammar does.
    private static final Pattern START =
            Pattern.compile("MSRP ([A-Za-z0-9.\\-+%=]{1,64}) (?:(\\d{3}.*)|([A-Z]{1,32}))");
    private static final int MOST_HEADERS = 64;

    private final String transaction;
    private final String statusText;
    private final String method;
    private final String endLine;
    private final List<MsrpHeader> headers = new ArrayList<>(8);
    private final int most;
    private int size;
    private @Nullable String wrong;

    /**
     * Starts with the first line.
     *
     * @param most characters that all lines together may have
     * @throws MsrpSyntaxException when it is not how MSRP starts
     */
    HeadReader(String startLine, int most) throws MsrpSyntaxException {
        Matcher parts = START.matcher(startLine);
        if (!parts.matches()) {
            throw new MsrpSyntaxException("no start of an MSRP request: " + MsrpSyntaxException.shortened(startLine));
        }
        this.transaction = parts.group(1);
        this.statusText = parts.group(2) == null ? "" : parts.group(2);
        this.method = parts.group(3) == null ? "" : parts.group(3);
        this.endLine = "-------" + transaction;
        this.most = most;
    }

    String transaction() {
        return transaction;
    }

    boolean isResponse() {
        return method.isEmpty();
    }

    /** The flag when a line is the end-line of this frame. */
    Optional<ContinuationFlag> endsWith(String line) {
        boolean ends = line.length() == endLine.length() + 1
                && line.startsWith(endLine)
                && ContinuationFlag.is(line.charAt(endLine.length()));
        return ends ? Optional.of(ContinuationFlag.of(line.charAt(endLine.length()))) : Optional.empty();
    }

    /** Takes a header line. What is wrong with it is told at the end. */
    void line(String line) {
        size += line.length();
        int colon = line.indexOf(':');
        if (size > most || headers.size() == MOST_HEADERS) {
            wrong = "too many headers, or too long ones";
        } else if (colon < 1) {
            wrong = "no header: " + MsrpSyntaxException.shortened(line);
        } else {
            add(line, colon);
        }
    }

    private void add(String line, int colon) {
        try {
            headers.add(new MsrpHeader(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        } catch (IllegalArgumentException e) {
            wrong = e.getMessage();
        }
    }

    List<MsrpHeader> headers() {
        return headers;
    }

    MsrpRequest request() throws MsrpSyntaxException {
        check();
        return new MsrpRequest(transaction, method, path("To-Path"), path("From-Path"), others());
    }

    MsrpResponse response() throws MsrpSyntaxException {
        check();
        return new MsrpResponse(
                transaction, MsrpStatus.parse(statusText), path("To-Path"), path("From-Path"), others());
    }

    private void check() throws MsrpSyntaxException {
        if (wrong != null) {
            throw new MsrpSyntaxException(wrong);
        }
    }

    private MsrpPath path(String name) throws MsrpSyntaxException {
        Optional<String> value = MsrpHeader.first(headers, name);
        if (value.isEmpty()) {
            throw new MsrpSyntaxException("no " + name);
        }
        return MsrpPath.parse(value.get());
    }

    private List<MsrpHeader> others() {
        return headers.stream()
                .filter(h -> !h.is("To-Path") && !h.is("From-Path"))
                .toList();
    }
}
