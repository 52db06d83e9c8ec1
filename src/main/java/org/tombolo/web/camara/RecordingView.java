package org.tombolo.web.camara;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.recording.Recording;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Refusal;

/**
 * CAMARA's RecordingResource: both parties on one channel.
 *
 * @param content the file in base64
 * @param generatedAt RFC 3339 in UTC
 */
record RecordingView(String callId, String content, String contentType, String generatedAt) {
    /** The YAML's maxLength of content. */
    private static final long LONGEST = 20_971_520L / 4 * 3;

    /** @throws Refusal 404 when the call has no recording, or one that this document has no place for */
    static RecordingView of(Call call, Recordings recordings) {
        List<Recording> all = recordings.ofCall(call.id().text());
        if (all.isEmpty()) {
            throw Refusal.of(404, "there is no recording of the call");
        }
        Recording latest = all.get(all.size() - 1);
        try {
            return of(call, latest, recordings);
        } catch (IOException e) {
            throw new UncheckedIOException("the recording cannot be read", e);
        }
    }

    private static RecordingView of(Call call, Recording recording, Recordings recordings) throws IOException {
        Optional<StoredFile> file = recordings.content().find(recording.mixed());
        if (file.isEmpty()) {
            throw Refusal.of(404, "the recording has expired");
        }
        if (file.get().size() > LONGEST) {
            throw Refusal.of(
                    404, "the recording is too long for this resource; see /media/recordings/" + recording.id());
        }
        ByteBuffer octets = ByteBuffer.allocate((int) file.get().size());
        try (SeekableByteChannel in = recordings.content().open(file.get())) {
            while (octets.hasRemaining() && in.read(octets) >= 0) {}
        }
        return new RecordingView(
                call.id().text(),
                Base64.getEncoder().encodeToString(octets.array()),
                file.get().type(),
                recording
                        .since()
                        .plus(recording.length())
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString());
    }
}
