package org.tombolo.msrp.cpim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message header (RFC 3862 3).
 *
 * @param name with the prefix of its namespace and a dot when it has one; case counts
 * @param parameters such as {@code lang}
 * @param value without escapes
 */
public record CpimHeader(String name, Map<String, String> parameters, String value) {
    // RFC 3862 3.6: Header = Header-name ":" *( ";" Parameter ) SP Header-value
    private static final String NAME = "[!#-'*+\\-0-9A-Z^-z|~]{1,64}";
    private static final Pattern FORM =
            Pattern.compile("(" + NAME + "(?:\\." + NAME + ")?):((?:;[^; ]{1,128}){0,8}) ?(.*)", Pattern.DOTALL);
    private static final Pattern NAME_FORM = Pattern.compile(NAME + "(\\." + NAME + ")?");

    public CpimHeader {
        parameters = Map.copyOf(parameters);
        if (!NAME_FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a CPIM header: " + name);
        }
    }

    /** A header without parameters. */
    public static CpimHeader of(String name, String value) {
        return new CpimHeader(name, Map.of(), value);
    }

    static CpimHeader parse(String line) throws CpimException {
        Matcher parts = FORM.matcher(line);
        if (!parts.matches()) {
            throw new CpimException("no CPIM header: " + shortened(line));
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : parts.group(2).split(";")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parameter.substring(0, equals),
                        parameter.substring(equals + 1).replace("\"", ""));
            }
        }
        return new CpimHeader(
                parts.group(1), parameters, CpimText.unescape(parts.group(3).trim()));
    }

    private static String shortened(String line) {
        String printable = line.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
    }

    /** The prefix of the namespace, empty when there is none. */
    String prefix() {
        return name.substring(0, Math.max(0, name.indexOf('.')));
    }

    /** The name without a prefix. */
    String localName() {
        return name.substring(name.indexOf('.') + 1);
    }

    void write(StringBuilder out) {
        out.append(name).append(':');
        parameters.forEach(
                (key, text) -> out.append(';').append(key).append('=').append(text));
        out.append(' ').append(CpimText.escape(value)).append("\r\n");
    }
}
