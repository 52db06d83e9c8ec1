package org.tombolo.web.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.ContentServer.Transaction;
import org.tombolo.gateway.interconnection.file.PhoneUpload;
import org.tombolo.web.file.FormData.FormException;

/**
 * {@code /files}: phones upload files here (GSMA RCC.07, File Transfer via HTTP). A POST without a body asks whether it may; one of
 * {@code multipart/form-data} has the parts {@code tid}, {@code Thumbnail} for a picture, and {@code File}, and the answer is the
 * description that the phone sends on. Of one that broke off {@code GET ?tid=X&get_upload_info} tells what is here, {@code PUT} with
 * Content-Range brings the rest, and {@code GET ?tid=X&get_download_info} asks for the description. Files are read by
 * {@link FileServlet}.
 */
public final class UploadServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(UploadServlet.class);
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
    private static final Pattern TID = Pattern.compile("(?:^|&)tid=([^&]*)");
    /** Octets of a request besides the file: what the parts say of themselves, and the thumbnail. */
    public static final long AROUND = 2 * ContentServer.LARGEST_THUMBNAIL;

    private static final int BLOCK = 64 << 10;

    private final transient ContentServer server;
    private final transient UploadAccess access;
    private final transient Semaphore uploads;

    /** @param most how many may upload at a time; more get 503 */
    public UploadServlet(ContentServer server, UploadAccess access, int most) {
        this.server = server;
        this.access = access;
        this.uploads = new Semaphore(most);
    }

    // ---- a new one -------------------------------------------------------------------------------------------------

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> owner = owner(request, response);
        if (owner.isEmpty()) {
            return;
        }
        if (length(request) == 0) {
            // RCC.07: the first request of an upload is empty.
            response.setStatus(204);
        } else if (length(request) > server.most() + AROUND) {
            tooLarge(response);
        } else {
            bounded(response, () -> describe(response, new UploadForm(server, owner.get()).read(request)));
        }
    }

    // ---- one that broke off ----------------------------------------------------------------------------------------

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = Optional.ofNullable(request.getQueryString()).orElse("");
        Optional<PhoneUpload> upload = find(request, response);
        if (upload.isEmpty()) {
            return;
        }
        if (query.contains("get_upload_info")) {
            Optional<byte[]> progress = server.progress(upload.get(), tid(request));
            respond(response, ContentServer.PROGRESS, progress);
        } else if (query.contains("get_download_info")) {
            respond(response, ContentServer.DESCRIPTION, server.description(upload.get()));
        } else {
            refuse(response, 400, "get_upload_info or get_download_info");
        }
    }

    private static void respond(HttpServletResponse response, String type, Optional<byte[]> document)
            throws IOException {
        if (document.isPresent()) {
            response.setHeader("Cache-Control", "no-store");
            response.setContentType(type);
            response.getOutputStream().write(document.get());
        } else {
            refuse(response, 404, "not so far");
        }
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<PhoneUpload> upload = find(request, response);
        if (upload.isEmpty()) {
            return;
        }
        Matcher range = RANGE.matcher(
                Optional.ofNullable(request.getHeader("Content-Range")).orElse(""));
        if (!range.matches()) {
            // RFC 9110 14.5: a part without its place would be taken for the whole.
            refuse(response, 400, "Content-Range: bytes first-last/size is missing");
            return;
        }
        long first = Long.parseLong(range.group(1));
        long end = Long.parseLong(range.group(2)) + 1;
        long size = Long.parseLong(range.group(3));
        if (end <= first || end > size || (length(request) >= 0 && length(request) != end - first)) {
            refuse(response, 400, "Content-Range does not fit the content");
        } else if (size > server.most()) {
            tooLarge(response);
        } else {
            bounded(response, () -> rest(request, response, upload.get(), first, end, size));
        }
    }

    private void rest(
            HttpServletRequest request,
            HttpServletResponse response,
            PhoneUpload upload,
            long first,
            long end,
            long size)
            throws IOException {
        PhoneUpload.Part part = server.resume(upload, first);
        copy(request.getInputStream(), part, end);
        if (part.end() < end) {
            throw new EOFException("the rest breaks off");
        }
        if (end == size) {
            describe(response, server.keep(upload));
        }
    }

    private static void copy(InputStream in, PhoneUpload.Part part, long end) throws IOException {
        byte[] block = new byte[BLOCK];
        int count = FormData.read(in, block, 0);
        while (count >= 0 && part.end() + count <= end) {
            part.write(ByteBuffer.wrap(block, 0, count));
            count = FormData.read(in, block, 0);
        }
    }

    // ---- all of them -----------------------------------------------------------------------------------------------

    private Optional<String> owner(HttpServletRequest request, HttpServletResponse response) throws IOException {
        UploadAccess.Verdict verdict = access.judge(request);
        if (verdict instanceof UploadAccess.Verdict.Refused refused) {
            refused.headers().forEach(response::setHeader);
            refuse(response, refused.status(), refused.why());
            return Optional.empty();
        }
        return Optional.of(((UploadAccess.Verdict.Allowed) verdict).who());
    }

    private Optional<PhoneUpload> find(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> owner = owner(request, response);
        if (owner.isEmpty()) {
            return Optional.empty();
        }
        Optional<PhoneUpload> upload = Transaction.of(owner.get(), tid(request)).flatMap(server::find);
        if (upload.isEmpty()) {
            refuse(response, 404, "there is no such upload, or not any more");
        }
        return upload;
    }

    private static String tid(HttpServletRequest request) {
        Matcher tid = TID.matcher(Optional.ofNullable(request.getQueryString()).orElse(""));
        return tid.find() ? URLDecoder.decode(tid.group(1), StandardCharsets.UTF_8) : "";
    }

    /** How long the body says it is, -1 when it does not; Servlet 3.0 knows lengths up to 2 GB only. */
    private static long length(HttpServletRequest request) {
        String said = Optional.ofNullable(request.getHeader("Content-Length")).orElse("");
        return said.matches("\\d{1,18}") ? Long.parseLong(said) : -1;
    }

    private interface Work {
        void run() throws IOException;
    }

    private void bounded(HttpServletResponse response, Work work) throws IOException {
        if (!uploads.tryAcquire()) {
            response.setHeader("Retry-After", "5");
            refuse(response, 503, "too many files come");
            return;
        }
        try {
            work.run();
        } catch (FormException | EOFException e) {
            refuse(response, 400, String.valueOf(e.getMessage()));
        } catch (PhoneUpload.TooLargeException e) {
            tooLarge(response);
        } catch (PhoneUpload.GapException e) {
            refuse(response, 416, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.warn("an upload cannot be kept: {}", e.toString());
            refuse(response, 507, "the file cannot be kept");
        } finally {
            uploads.release();
        }
    }

    private static void describe(HttpServletResponse response, byte[] description) throws IOException {
        response.setContentType(ContentServer.DESCRIPTION);
        response.getOutputStream().write(description);
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
