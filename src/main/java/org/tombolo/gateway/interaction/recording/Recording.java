package org.tombolo.gateway.interaction.recording;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a recording.
 *
 * @param id names it
 * @param call id of its call
 * @param owner whose call it was
 * @param caller as APIs show her
 * @param callee likewise
 * @param dual id of the file with the caller on the left channel and the callee on the right one
 * @param mixed id of the file with both on one channel
 * @param length zero while it goes on
 * @param expires when it is deleted
 */
public record Recording(
        String id,
        String call,
        String owner,
        String caller,
        String callee,
        String dual,
        String mixed,
        Instant since,
        Duration length,
        Instant expires) {

    /** The same when it is finished. */
    Recording lasting(Duration lasted) {
        return new Recording(id, call, owner, caller, callee, dual, mixed, since, lasted, expires);
    }
}
