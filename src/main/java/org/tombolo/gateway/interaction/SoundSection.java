package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.tombolo.gateway.interaction.sound.SoundTerms;
import org.tombolo.media.pcm.G711;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;

/** The media line of a party's sound while it passes through us: what she says in hers, and what she sees in the place of the other party's. */
final class SoundSection {
    private static final Pattern EVENTS =
            Pattern.compile("a=rtpmap:(\\d{1,3}) +telephone-event/8000", Pattern.CASE_INSENSITIVE);
    private static final int OUR_EVENTS = 101;
    private static final List<RtpFormat> BOTH =
            List.of(new RtpFormat(0, "PCMU", 8000, 1, ""), new RtpFormat(8, "PCMA", 8000, 1, ""));

    private final Description said;
    private final CallStream stream;

    private SoundSection(Description said, CallStream stream) {
        this.said = said;
        this.stream = stream;
    }

    /** Of a party's description; empty when she has no sound that is plain RTP. */
    static Optional<SoundSection> of(Description said) {
        try {
            return CallStream.first(SessionDescription.parse(said.body().text()), "audio")
                    .map(stream -> new SoundSection(said, stream));
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    /** What she takes, when she takes G.711. */
    Optional<SoundTerms> terms() {
        return law().map(format -> new SoundTerms(
                format.is("PCMA") ? G711.A_LAW : G711.MU_LAW,
                format.payloadType(),
                events(),
                stream.peer(),
                stream.peerRtcp(),
                stream.mux(),
                stream.direction().sends(),
                stream.direction().receives()));
    }

    /** The first of hers, so that whoever offers, both know which one it is. */
    private Optional<RtpFormat> law() {
        return stream.formats().stream()
                .filter(f -> (f.is("PCMU") || f.is("PCMA")) && f.clockRate() == 8000 && f.channels() == 1)
                .findFirst();
    }

    private OptionalInt events() {
        return said.media().get(stream.index()).stream()
                .map(EVENTS::matcher)
                .filter(Matcher::matches)
                .mapToInt(m -> Integer.parseInt(m.group(1)))
                .filter(type -> type < 128)
                .findFirst();
    }

    /**
     * Another party's description with our line in the place of hers.
     *
     * @param shown in the order of this party's lines
     * @param held whether nothing shall flow
     */
    Description offered(Description shown, String host, int port, boolean held) {
        OptionalInt events = OptionalInt.of(events().orElse(OUR_EVENTS));
        return with(shown, lines(host, port, law().map(List::of).orElse(BOTH), events, new Flow(!held, !held)));
    }

    /** The same as the answer to what she has offered. */
    Description answered(Description shown, String host, int port, boolean held) {
        // RFC 3264 6.1: what she sends we receive.
        Flow flow = new Flow(
                !held && stream.direction().receives(),
                !held && stream.direction().sends());
        List<String> lines = law().map(f -> lines(host, port, List.of(f), events(), flow))
                .orElseGet(() -> Description.refusal(said.media().get(stream.index())));
        return with(shown, lines);
    }

    private Description with(Description shown, List<String> lines) {
        return shown.withMedia(IntStream.range(0, shown.media().size())
                .mapToObj(i -> i == stream.index() ? lines : shown.media().get(i))
                .toList());
    }

    private List<String> lines(String host, int port, List<RtpFormat> laws, OptionalInt events, Flow flow) {
        List<String> types = new ArrayList<>();
        laws.forEach(law -> types.add(String.valueOf(law.payloadType())));
        events.ifPresent(type -> types.add(String.valueOf(type)));
        String protocol = said.media().get(stream.index()).get(0).split(" ")[2];
        List<String> lines = new ArrayList<>(List.of(
                "m=audio " + port + " " + protocol + " " + String.join(" ", types),
                "c=IN " + (host.indexOf(':') >= 0 ? "IP6 " : "IP4 ") + host));
        laws.forEach(law -> lines.add("a=rtpmap:" + law.payloadType() + " " + law.encoding() + "/8000"));
        events.ifPresent(type ->
                lines.addAll(List.of("a=rtpmap:" + type + " telephone-event/8000", "a=fmtp:" + type + " 0-15")));
        lines.addAll(List.of("a=ptime:20", flow.line()));
        if (stream.mux()) {
            lines.add("a=rtcp-mux");
        }
        return lines;
    }
}
