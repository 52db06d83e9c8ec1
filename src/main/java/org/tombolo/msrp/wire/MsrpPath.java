package org.tombolo.msrp.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The way of a message: the first URI is the next hop, the last one is the endpoint (RFC 4975 5.2).
 *
 * @param hops at least one, at most {@link #MOST}
 */
public record MsrpPath(List<MsrpUri> hops) {
    /** More relays than anybody chains. */
    public static final int MOST = 16;

    public MsrpPath {
        hops = List.copyOf(hops);
        if (hops.isEmpty() || hops.size() > MOST) {
            throw new IllegalArgumentException("a path has 1 to " + MOST + " URIs, not " + hops.size());
        }
    }

    public static MsrpPath of(MsrpUri... hops) {
        return new MsrpPath(List.of(hops));
    }

    /**
     * Reads URIs parted by spaces.
     *
     * @throws MsrpSyntaxException when one is no URI, or there are none or too many
     */
    public static MsrpPath parse(String text) throws MsrpSyntaxException {
        String[] parts = text.trim().split(" +", MOST + 1);
        if (parts.length > MOST) {
            throw new MsrpSyntaxException("a path of more than " + MOST + " URIs");
        }
        List<MsrpUri> hops = new ArrayList<>(parts.length);
        for (String part : parts) {
            hops.add(MsrpUri.parse(part));
        }
        return new MsrpPath(hops);
    }

    /** The next hop. */
    public MsrpUri first() {
        return hops.get(0);
    }

    /** The endpoint. */
    public MsrpUri last() {
        return hops.get(hops.size() - 1);
    }

    /** The same hops the other way round. */
    public MsrpPath reversed() {
        List<MsrpUri> turned = new ArrayList<>(hops);
        Collections.reverse(turned);
        return new MsrpPath(turned);
    }

    /** This path and then another. */
    public MsrpPath then(MsrpPath further) {
        List<MsrpUri> all = new ArrayList<>(hops);
        all.addAll(further.hops);
        return new MsrpPath(all);
    }

    /** The text for the wire. */
    public String text() {
        return hops.stream().map(MsrpUri::text).collect(Collectors.joining(" "));
    }
}
