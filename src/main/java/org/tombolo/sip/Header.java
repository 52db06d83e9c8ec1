package org.tombolo.sip;

/**
 * A header of a message that we send.
 *
 * @param name its name in full
 * @param value its value, already escaped, without line ends
 */
public record Header(String name, String value) {
    public Header {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end in the value of " + name);
        }
    }
}
