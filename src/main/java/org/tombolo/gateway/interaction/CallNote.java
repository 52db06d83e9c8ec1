package org.tombolo.gateway.interaction;

import java.util.List;
import org.tombolo.gateway.interaction.recording.Recording;

/** Something that happened in a call and left its state as it was: an event beyond those of CAMARA. Its components are the event's data. */
public interface CallNote {
    /** The end of the event's type. */
    String type();

    /**
     * What was played is over.
     *
     * @param legs who heard it
     * @param end {@code played}, or {@code stopped}
     */
    record AnnouncementEnded(List<String> legs, String end) implements CallNote {
        @Override
        public String type() {
            return "announcement-ended";
        }
    }

    /**
     * Keys that a client waited for.
     *
     * @param leg who was to press them
     * @param end {@code complete}, {@code terminator}, {@code timeout} or {@code stopped}
     */
    record KeysCollected(String leg, String keys, String end) implements CallNote {
        @Override
        public String type() {
            return "keys-collected";
        }
    }

    /**
     * A recording can be had.
     *
     * @param recordingId names it
     * @param seconds how long it is
     */
    record RecordingReady(String recordingId, long seconds) implements CallNote {
        static RecordingReady of(Recording recording) {
            return new RecordingReady(recording.id(), recording.length().toSeconds());
        }

        @Override
        public String type() {
            return "recording-ready";
        }
    }
}
