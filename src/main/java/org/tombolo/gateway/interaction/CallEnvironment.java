package org.tombolo.gateway.interaction;

import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.gateway.interaction.sound.SoundPlane;
import org.tombolo.sip.SipCalls;
import org.tombolo.trace.Trace;

/**
 * What every call works with.
 *
 * @param random a secure one
 * @param sounds where the sound of a call passes through us
 * @param recordings where it is kept
 */
public record CallEnvironment(
        SipCalls sip,
        CallJournal journal,
        Trace trace,
        Clock clock,
        RandomGenerator random,
        Limits limits,
        Names names,
        SoundPlane sounds,
        Recordings recordings) {

    /**
     * How long and how many.
     *
     * @param ringing how long each party may ring
     * @param longest how long a call may last once both have answered
     * @param calls how many calls may be active at a time
     */
    public record Limits(Duration ringing, Duration longest, int calls) {}

    /**
     * How parties see us.
     *
     * @param imsDomain domain of the numbers we show
     * @param host host in the {@code o=} line
     */
    public record Names(String imsDomain, String host) {}
}
