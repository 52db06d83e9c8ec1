package org.tombolo.gateway.interaction.push;

/**
 * How much of a file a phone has.
 *
 * @param sent octets, 0 to the total
 * @param total octets of the file
 */
public record Progress(long sent, long total) {
    /** 0 to 100. */
    public int percent() {
        return total == 0 ? 100 : (int) (100 * sent / total);
    }
}
