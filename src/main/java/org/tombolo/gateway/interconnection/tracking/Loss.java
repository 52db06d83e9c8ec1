package org.tombolo.gateway.interconnection.tracking;

/** What a message had and does not have any more on the other side. */
public enum Loss {
    /** Bold, colours, pictures between the words. The words are there. */
    FORMATTING,
    /** The sender asked to hear of delivery or display, and cannot. */
    RECEIPT,
    /** A file. */
    ATTACHMENT,
    /** That the message replaces an earlier one: it arrives as one more. */
    CORRECTION
}
