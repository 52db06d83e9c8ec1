package org.tombolo.call;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.MediaSink;
import org.tombolo.media.relay.PacketRelay;
import org.tombolo.media.rtp.Arrivals;
import org.tombolo.media.rtp.Depacketizer;
import org.tombolo.media.rtp.RtcpFeedback.ReceptionReport;
import org.tombolo.media.rtp.RtpPacket;
import org.tombolo.media.sdp.AmrModes;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.transcode.Conversion;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;

/** Sound or pictures of a call whose two sides have no codec in common, each way that they flow: a mixer of one (RFC 3550 7.3). */
final class Translation implements AutoCloseable {
    private final Ends ends;
    private volatile @Nullable Conversion toPhone;
    private @Nullable Conversion toParty;
    private Optional<SpeechMode> speech = Optional.empty();
    private @Nullable Arrivals arrivals;
    private @Nullable Depacketizer fromPhone;
    private @Nullable Depacketizer fromParty;
    private String refusal = "";

    /** Where its packets go and who is asked. */
    interface Ends {
        /** A packet for the phone. */
        void toPhone(RtpPacket packet);

        /** A packet for the other party. */
        void toParty(RtpPacket packet);

        /** The phone is to make a key frame. */
        void askPhone();

        /** The other party is. */
        void askParty();

        /** How we receive the other party's stream. */
        void report(ReceptionReport report);

        /** Nothing more comes of it, in words. */
        void failed(String why);
    }

    private Translation(Ends ends) {
        this.ends = ends;
    }

    /** What became of the wish for one. */
    sealed interface Opening {}

    /** It is there. */
    record Opened(Translation translation) implements Opening {}

    /** It cannot be, in words. */
    record Refused(String why) implements Opening {}

    /** Whether there is a way from one format to the other. */
    static boolean isPossible(RtpFormat from, RtpFormat to) {
        Optional<Codec> source = Codecs.of(from);
        Optional<Codec> target = Codecs.of(to).filter(codec -> codec != Codec.VP8); // which is only read
        return source.isPresent()
                && target.isPresent()
                && source.get().isPicture() == target.get().isPicture();
    }

    /**
     * Opens one.
     *
     * @param phone the phone's format
     * @param party the other party's
     * @param flows which ways, as the other party sees it
     */
    static Opening open(Transcoder transcoder, RtpFormat phone, RtpFormat party, Direction flows, Ends ends) {
        Translation made = new Translation(ends);
        boolean opened = (!flows.sends() || made.openToPhone(transcoder, party, phone))
                && (!flows.receives() || made.openToParty(transcoder, phone, party));
        if (opened) {
            return new Opened(made);
        }
        made.close();
        return new Refused(made.refusal);
    }

    private boolean openToPhone(Transcoder transcoder, RtpFormat from, RtpFormat to) {
        MediaSink packets = Codecs.packetizer(to, codec(to), ends::toPhone);
        speech = to.isAmr()
                ? Optional.of(new SpeechMode(AmrModes.of(to), packets, this::rateToPhone))
                : Optional.empty();
        Conversion made =
                convert(transcoder, from, to, speech.map(MediaSink.class::cast).orElse(packets), ends::askParty);
        toPhone = made;
        if (made != null) {
            Depacketizer frames = Codecs.depacketizer(from, codec(from), made, request -> {});
            fromParty = frames;
            arrivals = new Arrivals(frames, from.clockRate(), ends::report, System::nanoTime);
        }
        return made != null;
    }

    private void rateToPhone(int bitsASecond) {
        Conversion made = toPhone;
        if (made != null) {
            made.rate(bitsASecond);
        }
    }

    private boolean openToParty(Transcoder transcoder, RtpFormat from, RtpFormat to) {
        toParty = convert(transcoder, from, to, Codecs.packetizer(to, codec(to), ends::toParty), ends::askPhone);
        if (toParty != null) {
            fromPhone =
                    Codecs.depacketizer(from, codec(from), toParty, request -> speech.ifPresent(s -> s.asked(request)));
        }
        return toParty != null;
    }

    private static Codec codec(RtpFormat format) {
        return Codecs.of(format).orElseThrow(() -> new IllegalArgumentException("not transcoded: " + format));
    }

    private @Nullable Conversion convert(
            Transcoder transcoder, RtpFormat from, RtpFormat to, MediaSink packets, Runnable ask) {
        Conversion.Opening opening =
                Conversion.open(transcoder, Codecs.recipe(codec(from), codec(to), to), packets, new Asked(ask));
        if (opening instanceof Conversion.Opened opened) {
            return opened.conversion();
        }
        refusal = ((Conversion.Refused) opening).why();
        return null;
    }

    private final class Asked implements Conversion.Source {
        private final Runnable ask;

        Asked(Runnable ask) {
            this.ask = ask;
        }

        @Override
        public void keyframeWanted() {
            ask.run();
        }

        @Override
        public void failed(String why) {
            ends.failed(why);
        }
    }

    /** A packet of the other party's, as it came. */
    void fromParty(RtpPacket packet) {
        if (arrivals != null && fromParty != null) {
            arrivals.packet(packet);
            if (fromParty.wantsKeyframe()) {
                ends.askParty();
            }
        }
    }

    /** Takes the phone's packets, in order. */
    Depacketizer fromPhone() {
        return fromPhone == null ? Depacketizer.counting() : fromPhone;
    }

    /** The phone needs a key frame; it is made here. */
    void keyframeToPhone() {
        if (toPhone != null) {
            toPhone.requestKeyframe();
        }
    }

    /** The other party needs one. */
    void keyframeToParty() {
        if (toParty != null) {
            toParty.requestKeyframe();
        }
    }

    /** The phone's clock, for the relay of what is made. */
    void clock(PacketRelay relay, long ntp, int timestamp) {
        if (toParty != null) {
            relay.clock(ntp, toParty.timestamp(timestamp));
        }
    }

    @Override
    public void close() {
        if (toPhone != null) {
            toPhone.close();
        }
        if (toParty != null) {
            toParty.close();
        }
    }
}
