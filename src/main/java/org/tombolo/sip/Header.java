package org.tombolo.sip;

/**
 * A header of a message that we send. The container writes the Contact: the value of ours is a feature tag (RFC 3840) to add.
 *
 * @param name its name in full
 * @param value its value, already escaped, without line ends
 */
public record Header(String name, String value) {
    /** In a Contact: this is the focus of a conference (RFC 3840 10, RFC 4579 5). */
    public static final Header FOCUS = new Header("Contact", "isfocus");

    public Header {
        if (value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("a line end in the value of " + name);
        }
    }
}
