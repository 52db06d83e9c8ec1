package org.tombolo.web.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.http.HttpServletRequest;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.gateway.interconnection.file.ContentServer.Transaction;
import org.tombolo.gateway.interconnection.file.PhoneUpload;
import org.tombolo.web.file.FormData.FormException;

/** One upload as its form is read (GSMA RCC.07): {@code tid} first, then {@code Thumbnail} and {@code File}. */
final class UploadForm {
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"?([^\";]*)\"?");
    private static final Pattern FILE_NAME = Pattern.compile(";\\s*filename=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^;\\s]+))");
    private static final int LONGEST_TID = 100;

    private final ContentServer server;
    private final String owner;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<PhoneUpload> upload = Optional.empty();
    private boolean whole;

    /** @param owner who has signed in */
    UploadForm(ContentServer server, String owner) {
        this.server = server;
        this.owner = owner;
    }

    /** @return the description */
    byte[] read(HttpServletRequest request) throws IOException {
        try {
            FormData form = FormData.of(
                    Optional.ofNullable(request.getContentType()).orElse(""),
                    request.getInputStream(),
                    server.most() + UploadServlet.AROUND);
            for (var part = form.next(); part.isPresent(); part = form.next()) {
                read(form, part.get());
            }
            if (!whole) {
                throw new FormException("the part File is missing");
            }
            return server.keep(begun());
        } catch (IOException e) {
            if (transaction.isEmpty() || e instanceof PhoneUpload.TooLargeException) {
                upload.ifPresent(server::abandon);
            }
            throw e;
        }
    }

    private PhoneUpload begun() throws IOException {
        if (upload.isEmpty()) {
            upload = Optional.of(server.begin(transaction));
        }
        return upload.get();
    }

    private void read(FormData form, Map<String, String> headers) throws IOException {
        String disposition = headers.getOrDefault("content-disposition", "");
        Matcher name = NAME.matcher(disposition);
        String type = headers.getOrDefault("content-type", "");
        switch (name.find() ? name.group(1) : "") {
            case "tid" -> {
                String tid = new String(small(form, LONGEST_TID), StandardCharsets.ISO_8859_1).strip();
                // RCC.07: it is the first part; one that comes later names nothing.
                transaction = upload.isPresent() ? Optional.empty() : Transaction.of(owner, tid);
            }
            case "Thumbnail" ->
                server.thumbnail(begun(), fileName(disposition), type, small(form, ContentServer.LARGEST_THUMBNAIL));
            case "File" -> {
                form.content(server.begin(begun(), fileName(disposition), type, size(headers))::write);
                whole = true;
            }
            default -> form.content(octets -> {});
        }
    }

    private static byte[] small(FormData form, int most) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        form.content(octets -> {
            if (content.size() + octets.remaining() > most) {
                throw new FormException("a part of more than " + most + " octets");
            }
            content.write(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
        });
        return content.toByteArray();
    }

    private static OptionalLong size(Map<String, String> headers) {
        String said = headers.getOrDefault("content-length", "");
        return said.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(said)) : OptionalLong.empty();
    }

    private static String fileName(String disposition) {
        Matcher name = FILE_NAME.matcher(disposition);
        String said = name.find() ? Optional.ofNullable(name.group(1)).orElse(name.group(2)) : "";
        return said.replaceAll("\\\\(.)", "$1");
    }
}
