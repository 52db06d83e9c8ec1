package org.tombolo.web.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.Part;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.ContentServer.Content;

/**
 * {@code POST /files}: phones upload files here (GSMA RCC.07, File Transfer via HTTP). A POST without a body asks whether it may;
 * one of {@code multipart/form-data} has the parts {@code File} and, for a picture, {@code Thumbnail}. The answer is the
 * description that the phone sends on. Files are read by {@link FileServlet}.
 */
public final class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(UploadServlet.class);
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    /** Octets of a request besides the file: what the parts say of themselves, and the thumbnail. */
    public static final long AROUND = 256 << 10;

    private final transient ContentServer server;
    private final transient UploadAccess access;
    private final transient Semaphore uploads;

    /** @param most how many may upload at a time; more get 503 */
    public UploadServlet(ContentServer server, UploadAccess access, int most) {
        this.server = server;
        this.access = access;
        this.uploads = new Semaphore(most);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadAccess.Verdict verdict = access.judge(request);
        if (verdict instanceof UploadAccess.Verdict.Refused refused) {
            refused.headers().forEach(response::setHeader);
            refuse(response, refused.status(), refused.why());
        } else if (length(request) == 0) {
            // RCC.07: the first request of an upload is empty.
            response.setStatus(204);
        } else if (length(request) > server.most() + AROUND) {
            tooLarge(response);
        } else if (!uploads.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            refuse(response, 503, "too many files come");
        } else {
            try {
                take(request, response);
            } finally {
                uploads.release();
            }
        }
    }

    /** How long the body says it is, -1 when it does not; Servlet 3.0 knows lengths up to 2 GB only. */
    private static long length(HttpServletRequest request) {
        String said = Optional.ofNullable(request.getHeader("Content-Length")).orElse("");
        return said.matches("\\d{1,18}") ? Long.parseLong(said) : -1;
    }

    private void take(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Optional<Part> file = Optional.ofNullable(request.getPart("File"));
            if (file.isEmpty()) {
                refuse(response, 400, "the part File is missing");
                return;
            }
            byte[] description = keep(file.get(), Optional.ofNullable(request.getPart("Thumbnail")));
            response.setContentType(ContentServer.DESCRIPTION);
            response.getOutputStream().write(description);
        } catch (ServletException e) {
            refuse(response, 400, "no multipart/form-data");
        } catch (ContentServer.TooLargeException | IllegalStateException e) {
            // HttpServletRequest.getPart: larger than the multipart configuration allows.
            tooLarge(response);
        } catch (IOException e) {
            LOG.warn("an upload cannot be kept: {}", e.toString());
            refuse(response, 507, "the file cannot be kept");
        }
    }

    private byte[] keep(Part file, Optional<Part> thumbnail) throws IOException {
        try (InputStream content = file.getInputStream()) {
            if (thumbnail.isEmpty()) {
                return server.keep(content(file, content), Optional.empty());
            }
            try (InputStream small = thumbnail.get().getInputStream()) {
                return server.keep(content(file, content), Optional.of(content(thumbnail.get(), small)));
            }
        }
    }

    private static Content content(Part part, InputStream content) {
        Matcher name = FILE_NAME.matcher(
                Optional.ofNullable(part.getHeader("Content-Disposition")).orElse(""));
        String said = name.find() ? Optional.ofNullable(name.group(1)).orElse(name.group(2)) : "";
        return new Content(
                said.replaceAll("\\\\(.)", "$1"),
                Optional.ofNullable(part.getContentType()).orElse(""),
                content);
    }

    private void tooLarge(HttpServletResponse response) throws IOException {
        refuse(response, 413, "a file may have at most " + server.most() + " octets");
    }

    private static void refuse(HttpServletResponse response, int status, String why) throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(why);
    }
}
