package org.tombolo.gateway.convergence.browser;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tombolo.call.Agreement;
import org.tombolo.call.CallMedia;
import org.tombolo.gateway.convergence.browser.CallResult.Accepted;
import org.tombolo.gateway.convergence.browser.CallResult.Reason;
import org.tombolo.gateway.convergence.browser.CallResult.Refused;
import org.tombolo.gateway.convergence.browser.PageOffer.Flow;
import org.tombolo.gateway.convergence.browser.PageOffer.Taken;
import org.tombolo.identity.WebUser;
import org.tombolo.media.sdp.CallStream;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.WebRtcOffer.Offered;
import org.tombolo.media.transcode.wire.Codec;
import org.tombolo.media.webrtc.WebRtcConnection;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SipReply;

/** A phone calls, and all pages of the user ring. The first that answers has the call. */
final class CallToPage extends BrowserCall {
    /** Between two looks for pages that ring. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** So often in a row there may be none: who goes from page to page of the portal has none for a moment. */
    private static final int MOST_ABSENCES = 3;

    private final PhoneCall offer;
    private int absences;

    CallToPage(
            ConvergedSession session, CallParts parts, WebUser user, CallMedia media, CallView view, PhoneCall offer) {
        super(session, parts, user, media, view);
        this.offer = offer;
    }

    /** A kind of media that both have. */
    private record Common(Taken taken, Agreement terms) {}

    void begin(IncomingRequest request) {
        phone.set(request.leg(this));
        phone.leg().reply(SipReply.of(180));
        moved(CallState.RINGING);
        session.schedule(parts.options().ring(), () -> {
            if (view().state().isOpen()) {
                end(EndReason.UNANSWERED, "nobody answers");
            }
        });
        session.schedule(LOOK, this::look);
    }

    /**
     * Nobody tells that a page was closed, and what is written to it first gets lost without a word: only the next write fails. So its
     * pages hear of the call again and again, and a call that rings nowhere is over.
     */
    private void look() {
        if (!view().state().isOpen()) {
            return;
        }
        absences = parts.pages().hears(user()) ? 0 : absences + 1;
        if (absences == MOST_ABSENCES) {
            end(EndReason.UNREACHABLE, "no page is open any more");
        } else {
            parts.pages().tell(user(), view());
            session.schedule(LOOK, this::look);
        }
    }

    /** A page answers. */
    CallResult accept(String sdp) {
        if (view().state().isFinal()) {
            return new Refused(Reason.OVER, "the call is over");
        } else if (!view().state().isOpen()) {
            return new Refused(Reason.BUSY, "the call was answered in another window");
        }
        try {
            return accept(PageOffer.parse(sdp));
        } catch (SdpException e) {
            return new Refused(Reason.MALFORMED, "SDP: " + e.getMessage());
        }
    }

    private CallResult accept(PageOffer page) {
        List<Common> common = offer.streams().stream()
                .flatMap(stream -> common(stream, page).stream())
                .toList();
        if (common.isEmpty() || !common.get(0).taken().kind().equals("audio")) {
            return new Refused(Reason.INCOMPATIBLE, "the browser has none of the phone's codecs for sound");
        }
        return talk(page, common);
    }

    private Optional<Common> common(CallStream stream, PageOffer page) {
        return page.of(stream.type()).flatMap(offered -> alike(stream, offered).or(() -> translated(stream, offered)));
    }

    /** The phone's preference counts. */
    private static Optional<Common> alike(CallStream stream, Offered offered) {
        return stream.firstAmong(offered.formats())
                .map(format -> offered.formats().stream()
                        .filter(format::isSameAs)
                        .findFirst()
                        .map(theirs -> common(stream, format, new Taken(stream.type(), offered, theirs, List.of())))
                        .orElseThrow());
    }

    private Optional<Common> translated(CallStream stream, Offered offered) {
        boolean video = stream.type().equals("video");
        return PageOffer.translatable(offered, video)
                .filter(theirs -> parts.transcoder().hasPlace(video ? Codec.H264 : Codec.OPUS))
                .flatMap(theirs -> stream.formats().stream()
                        .filter(PhoneFormats::has)
                        .findFirst()
                        .map(format ->
                                common(stream, format, new Taken(stream.type(), offered, theirs, List.of(format)))));
    }

    private static Common common(CallStream stream, RtpFormat format, Taken taken) {
        return new Common(taken, taken.terms(stream, format, format.payloadType()));
    }

    private CallResult talk(PageOffer page, List<Common> common) {
        Optional<String> obstacle =
                media.translate(common.stream().map(Common::terms).toList());
        if (obstacle.isPresent()) {
            end(EndReason.FULL, obstacle.get());
            return new Refused(Reason.FULL, obstacle.get());
        }
        parts.http(session.id(), user().text(), "WHIP: answers");
        common.forEach(one -> {
            Taken taken = one.taken();
            phone.wish(taken.kind(), taken.direction());
            media.agree(one.terms());
        });
        List<String> heard = common.stream()
                .map(Common::taken)
                .filter(taken -> taken.direction().receives())
                .map(Taken::kind)
                .toList();
        Optional<WebRtcConnection> connection = connect(page, heard);
        if (connection.isEmpty()) {
            end(EndReason.FULL, "the media plane is full");
            return new Refused(Reason.FULL, "too many calls");
        }
        live(offer.description(), common.stream().map(Common::terms).toList());
        phone.leg().reply(SipReply.of(200).with(phone.answer()));
        return new Accepted(view().id(), connection.get(), page.answer(endpoint, flows(common)));
    }

    private static List<Flow> flows(List<Common> common) {
        return common.stream()
                .map(one -> Flow.between(one.taken(), one.terms().phone().direction()))
                .toList();
    }

    @Override
    void leave() {
        end(view().state().isOpen() ? EndReason.DECLINED : EndReason.PAGE_ENDED, "");
    }

    /** None of these is 408 or 5xx: for an S-CSCF those are failures of ours (TS 24.229 5.4.3), and it would call once more without us; with 503 it may. */
    @Override
    void endPhone(EndReason why, String detail) {
        if (!view().state().isOpen()) {
            phone.end();
        } else if (why == EndReason.FULL) {
            phone.leg().reply(BrowserCalls.full(detail));
        } else if (why == EndReason.DECLINED) {
            phone.leg().reply(SipReply.refusal(603, "declined in the browser"));
        } else {
            phone.leg().reply(SipReply.refusal(480, detail.isEmpty() ? "the call ends" : detail));
        }
    }
}
