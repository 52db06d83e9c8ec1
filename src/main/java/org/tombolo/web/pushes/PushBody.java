package org.tombolo.web.pushes;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.push.Progress;
import org.tombolo.gateway.interaction.push.Push;
import org.tombolo.gateway.interaction.push.Way;
import org.tombolo.storage.StoredFile;

/**
 * A push in the API's words.
 *
 * @param detail why it is in this state, in a word of ours such as {@code sip486}
 * @param way how it reached the phone, or is reaching it
 * @param url of a link
 * @param call the call that it belongs to
 * @param progress while a phone takes the file
 * @param createdAt RFC 3339 in UTC, as all times
 */
record PushBody(
        String id,
        String from,
        String to,
        String type,
        String status,
        Optional<String> detail,
        Optional<String> way,
        Optional<FileBody> file,
        Optional<String> url,
        Optional<String> call,
        Optional<ProgressBody> progress,
        String createdAt,
        String changedAt,
        String expiresAt,
        Optional<String> endedAt) {

    static PushBody of(Push push, Optional<Progress> progress) {
        return new PushBody(
                push.id().text(),
                PartyAddress.shown(push.from()),
                PartyAddress.shown(push.to()),
                push.content().kind().word(),
                push.state().word(),
                said(push.detail()),
                push.way().map(Way::word),
                push.content().file().map(FileBody::of),
                said(push.content().url()),
                push.call().map(CallId::text),
                progress.map(ProgressBody::of),
                time(push.createdAt()),
                time(push.changedAt()),
                time(push.expiresAt()),
                push.state().isFinal() ? Optional.of(time(push.changedAt())) : Optional.empty());
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** A file. */
    record FileBody(String name, String type, long size) {
        static FileBody of(StoredFile file) {
            return new FileBody(file.name(), file.type(), file.size());
        }
    }

    /** How much of it the phone has. */
    record ProgressBody(long sent, long total, int percent) {
        static ProgressBody of(Progress progress) {
            return new ProgressBody(progress.sent(), progress.total(), progress.percent());
        }

        String json() {
            return "{\"sent\":" + sent + ",\"total\":" + total + ",\"percent\":" + percent + "}";
        }
    }
}
