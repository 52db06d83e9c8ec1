package org.tombolo.web.camara;

import java.time.temporal.ChronoUnit;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.PartyAddress;

/**
 * CAMARA's Call.
 *
 * @param createdAt RFC 3339 in UTC
 */
record CallView(String callId, Party caller, Party callee, String status, String createdAt, boolean recordingEnabled) {

    /** CAMARA's Caller and Callee. */
    record Party(String number) {}

    static CallView of(Call call) {
        return new CallView(
                call.id().text(),
                new Party(PartyAddress.shown(call.caller())),
                new Party(PartyAddress.shown(call.callee())),
                call.state().word(),
                time(call),
                call.isRecorded());
    }

    static String time(Call call) {
        return call.createdAt().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
