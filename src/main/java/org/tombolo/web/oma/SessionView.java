package org.tombolo.web.oma;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallLabels;
import org.tombolo.gateway.interaction.ClickToDial;
import org.tombolo.gateway.interaction.EndReason;
import org.tombolo.gateway.interaction.LegView;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.identity.Address;
import org.tombolo.web.calls.CallAccess;

/** Calls in OMA's words. A participant's identifier is her address, so that it stays hers when she takes another's place. */
final class SessionView {
    /** What the client's name for the call is kept under. */
    static final String CORRELATOR = "";

    private final ClickToDial calls;
    private final CallLabels labels;
    private final String publicUrl;
    private final Clock clock;

    /** @param publicUrl start of every link, without a trailing slash */
    SessionView(ClickToDial calls, CallLabels labels, String publicUrl, Clock clock) {
        this.calls = calls;
        this.labels = labels;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** CallSessionInformation. */
    @JsonInclude(Include.NON_ABSENT)
    record Session(
            Optional<String> clientCorrelator,
            List<Participant> participant,
            boolean terminated,
            String resourceURL,
            List<Link> link) {

        /** The body, which has the name of its type around it. */
        record Body(Session callSessionInformation) {}
    }

    /** CallParticipantInformation; the duration in seconds. */
    @JsonInclude(Include.NON_ABSENT)
    record Participant(
            String participantAddress,
            Optional<String> participantName,
            String participantStatus,
            Optional<String> startTime,
            Optional<Long> duration,
            Optional<String> terminationCause,
            String resourceURL) {

        /** The body. */
        record Body(Participant callParticipantInformation) {}
    }

    /** CallParticipantList. */
    record Participants(List<Participant> participant, String resourceURL) {

        /** The body. */
        record Body(Participants callParticipantList) {}
    }

    /** Something that belongs to a resource. */
    record Link(String rel, String href) {}

    Session session(Call call, SecurityContext security) {
        Map<String, String> names = labels.find(call.id());
        return new Session(
                Optional.ofNullable(names.get(CORRELATOR)),
                participants(call, names, security),
                call.state().isFinal(),
                url(call),
                // The events of a call are those of our own API.
                List.of(new Link(
                        "CallEvents", publicUrl + "/api/v1/calls/" + call.id().text() + "/events")));
    }

    Participants participants(Call call, SecurityContext security) {
        return new Participants(participants(call, labels.find(call.id()), security), url(call) + "/participants");
    }

    private List<Participant> participants(Call call, Map<String, String> names, SecurityContext security) {
        List<LegView> legs = calls.legs(call.id(), CallAccess.requester(security));
        return legs.isEmpty()
                ? Stream.of(true, false).map(first -> past(call, first, names)).toList()
                : legs.stream().map(leg -> now(call, leg, names)).toList();
    }

    private Participant now(Call call, LegView leg, Map<String, String> names) {
        boolean connected = leg.state() == LegView.State.ANSWERED;
        Optional<Instant> from = call.connectedAt().filter(at -> connected);
        return participant(
                call,
                leg.party(),
                names,
                status(leg.state()),
                from,
                from.map(at -> Duration.between(at, clock.instant()).toSeconds()),
                Optional.empty());
    }

    private static String status(LegView.State state) {
        return switch (state) {
            case IDLE, CALLING, RINGING -> "CallParticipantInitial";
            case ANSWERED -> "CallParticipantConnected";
            case ENDED -> "CallParticipantTerminated";
        };
    }

    private Participant past(Call call, boolean first, Map<String, String> names) {
        return participant(
                call,
                first ? call.caller() : call.callee(),
                names,
                "CallParticipantTerminated",
                call.connectedAt(),
                call.connectedAt().map(at -> call.talked().toSeconds()),
                call.reason().map(why -> cause(why, first)));
    }

    /** CallParticipantTerminationCause; who did not end it was cut off. */
    private static String cause(EndReason why, boolean first) {
        return switch (why) {
            case HANG_UP -> "CallParticipantHangUp";
            case CALLER_BUSY -> first ? "CallParticipantBusy" : "CallParticipantAborted";
            case CALLER_NO_ANSWER -> first ? "CallParticipantNoAnswer" : "CallParticipantAborted";
            case CALLER_FAILURE -> first ? "CallParticipantNotReachable" : "CallParticipantAborted";
            case CALLER_ABANDON -> first ? "CallParticipantHangUp" : "CallParticipantAborted";
            case CALLEE_BUSY -> first ? "CallParticipantAborted" : "CallParticipantBusy";
            case CALLEE_NO_ANSWER -> first ? "CallParticipantAborted" : "CallParticipantNoAnswer";
            case CALLEE_FAILURE -> first ? "CallParticipantAborted" : "CallParticipantNotReachable";
            case OTHER -> "CallParticipantAborted";
        };
    }

    private Participant participant(
            Call call,
            Address party,
            Map<String, String> names,
            String status,
            Optional<Instant> since,
            Optional<Long> seconds,
            Optional<String> cause) {
        return new Participant(
                party.text(),
                Optional.ofNullable(names.get(party.text())),
                status,
                since.map(at -> at.truncatedTo(ChronoUnit.MILLIS).toString()),
                seconds,
                cause,
                url(call) + "/participants/" + id(party));
    }

    /** What stands for a participant in the path: neither numbers nor our addresses have a character that a path segment may not have (RFC 3986 3.3). */
    static String id(Address party) {
        return PartyAddress.shown(party);
    }

    private String url(Call call) {
        return publicUrl + "/thirdpartycall/v1/callSessions/" + call.id().text();
    }
}
