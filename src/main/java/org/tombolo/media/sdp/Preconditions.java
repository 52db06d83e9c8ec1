package org.tombolo.media.sdp;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Quality of service that must be there before a session begins, as an offer asks for it (RFC 3312 5): {@code a=curr:qos local none},
 * {@code a=des:qos mandatory local sendrecv}. Its side has to be reserved by its radio; ours needs nothing, so that it is there at once.
 *
 * @param offer the whole of it
 */
public record Preconditions(SessionDescription offer) {
    private static final String TYPE = "qos";

    /** What an offer asks for; empty when that is nothing, or it cannot be read. */
    public static Optional<Preconditions> of(String sdp) {
        try {
            SessionDescription offer = SessionDescription.parse(sdp);
            return offer.media().stream().anyMatch(Preconditions::asks)
                    ? Optional.of(new Preconditions(offer))
                    : Optional.empty();
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    private static boolean asks(MediaDescription stream) {
        return stream.port() != 0 && stream.has("des");
    }

    /** Whether it demands what we do not know: something else than quality of service, or that of the whole way (RFC 3312 8). */
    public boolean unknown() {
        return mandatory().anyMatch(wish -> !wish.type.equals(TYPE) || wish.where.equals("e2e"));
    }

    /** Whether all that its own side must have is there. */
    public boolean met() {
        return offer.media().stream()
                .filter(Preconditions::asks)
                .allMatch(stream -> wishes(stream)
                        .filter(wish -> wish.mandatory && wish.where.equals("local"))
                        .allMatch(wish -> covers(current(stream), wish.direction)));
    }

    /**
     * An answer with where both sides stand: ours has all. While the other's has not, it is asked to tell (RFC 3312 7).
     *
     * @param answer with the lines of the offer
     * @throws SdpException when it is no description
     */
    public String answered(String answer) throws SdpException {
        SessionDescription said = SessionDescription.parse(answer);
        List<MediaDescription> streams = IntStream.range(0, said.media().size())
                .mapToObj(i -> answered(said.media().get(i), i))
                .toList();
        return new SessionDescription(said.origin(), said.connection(), said.attributes(), streams).text();
    }

    private MediaDescription answered(MediaDescription ours, int index) {
        if (ours.port() == 0
                || index >= offer.media().size()
                || !asks(offer.media().get(index))) {
            return ours;
        }
        MediaDescription stream = ours.with(new Attribute("curr", "qos local sendrecv"))
                .with(new Attribute(
                        "curr", "qos remote " + current(offer.media().get(index))))
                .with(new Attribute("des", "qos mandatory local sendrecv"))
                .with(new Attribute("des", "qos mandatory remote sendrecv"));
        return met() ? stream : stream.with(new Attribute("conf", "qos remote sendrecv"));
    }

    /** {@code a=des:qos mandatory local sendrecv}. */
    private record Wish(String type, boolean mandatory, String where, String direction) {}

    private Stream<Wish> mandatory() {
        return offer.media().stream()
                .filter(Preconditions::asks)
                .flatMap(Preconditions::wishes)
                .filter(Wish::mandatory);
    }

    private static Stream<Wish> wishes(MediaDescription stream) {
        return stream.values("des").stream()
                .map(value -> value.trim().split(" +"))
                .filter(parts -> parts.length == 4)
                .map(parts -> new Wish(parts[0], parts[1].equals("mandatory"), parts[2], parts[3]));
    }

    /** Which directions its side has now. */
    private static String current(MediaDescription stream) {
        return stream.values("curr").stream()
                .map(value -> value.trim().split(" +"))
                .filter(parts -> parts.length == 3 && parts[0].equals(TYPE) && parts[1].equals("local"))
                .map(parts -> parts[2])
                .filter(direction -> List.of("send", "recv", "sendrecv").contains(direction))
                .findFirst()
                .orElse("none");
    }

    private static boolean covers(String current, String desired) {
        return current.equals("sendrecv") || current.equals(desired) || desired.equals("none");
    }
}
