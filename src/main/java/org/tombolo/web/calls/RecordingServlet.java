package org.tombolo.web.calls;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.tombolo.gateway.interaction.recording.Recording;
import org.tombolo.gateway.interaction.recording.Recordings;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;
import org.tombolo.web.file.FileResponse;
import org.tombolo.web.file.Places;

/** {@code GET /media/recordings/{id}} and {@code /media/recordings/{id}/dual}, whole or in part, for whose call it was. */
public final class RecordingServlet extends HttpServlet {
    /** Where it is, below the root of the portal. */
    public static final String ROOT = "/media/recordings";

    private static final long serialVersionUID = 1L;
    private static final Pattern PATH = Pattern.compile("/([A-Za-z0-9_-]{22})(/dual)?");

    private final transient Recordings recordings;
    private final transient Access access;
    private final transient Places places;

    /** @param most how many may read at a time; more get 503 */
    public RecordingServlet(Recordings recordings, Access access, int most) {
        this.recordings = recordings;
        this.access = access;
        this.places = new Places(most);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        places.take(response, () -> response(request).answer(request, response, true));
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        places.take(response, () -> response(request).answer(request, response, false));
    }

    private FileResponse response(HttpServletRequest request) throws IOException {
        return FileResponse.of(recordings.content(), file(request));
    }

    private StoredFile file(HttpServletRequest request) throws IOException {
        Caller caller = access.require(Credentials.of(request), "click-to-dial:recordings:read", false);
        Matcher path = PATH.matcher(Optional.ofNullable(request.getPathInfo()).orElse(""));
        if (!path.matches()) {
            throw Refusal.of(404, "there is no such recording");
        }
        Recording recording = RecordingsResource.find(recordings, path.group(1), CallAccess.requester(caller));
        return recordings
                .content()
                .find(path.group(2) == null ? recording.mixed() : recording.dual())
                .orElseThrow(() -> Refusal.of(404, "the recording has expired"));
    }
}
