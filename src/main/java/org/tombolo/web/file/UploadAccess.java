package org.tombolo.web.file;

import java.util.Map;
import javax.servlet.http.HttpServletRequest;

/** Decides who may upload files. */
public interface UploadAccess {

    /** What was decided of a request. */
    sealed interface Verdict {
        /**
         * She may.
         *
         * @param who she is, so that nobody else goes on with what she has begun
         */
        record Allowed(String who) implements Verdict {}

        /**
         * Not so.
         *
         * @param headers of the response, such as a challenge
         */
        record Refused(int status, String why, Map<String, String> headers) implements Verdict {}
    }

    Verdict judge(HttpServletRequest request);
}
