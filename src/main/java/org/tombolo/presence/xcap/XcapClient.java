package org.tombolo.presence.xcap;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

/** Reads from one XCAP root (RFC 4825 6.1, 7.3), and from nowhere else: redirects are not followed. Never blocks. */
public final class XcapClient {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration WHOLE = Duration.ofSeconds(5);

    private final String root;
    private final HttpClient http;

    /**
     * A client of a root.
     *
     * @param root HTTP URI, without a slash at its end
     * @param work runs what is to be done with answers
     */
    public XcapClient(String root, Executor work) {
        this.root = root;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .executor(work)
                .build();
    }

    /** Whether a URI is below the root, so that a user's document cannot have us ask others. */
    boolean has(String uri) {
        return uri.startsWith(root + "/") && !uri.contains("/../");
    }

    /** URI of a document below the root. */
    String uri(String path) {
        return root + "/" + path;
    }

    /**
     * Reads a document or an element.
     *
     * @param uri below the root
     * @param user on whose behalf, as OMA XDM 1.1 has it asserted inside a network
     * @param etag of what we have, empty for nothing
     */
    CompletableFuture<XcapAnswer> get(String uri, String user, String etag) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                    .timeout(WHOLE)
                    .header("X-XCAP-Asserted-Identity", "\"" + user + "\"");
            if (!etag.isEmpty()) {
                request.header("If-None-Match", etag);
            }
            return http.sendAsync(request.build(), info -> new LimitedBody(XmlReader.XDM_DOCUMENT.bytes()))
                    .handle((response, failure) ->
                            failure == null ? read(response) : new XcapAnswer.Failed(String.valueOf(failure)));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(new XcapAnswer.Failed(String.valueOf(e.getMessage())));
        }
    }

    private static XcapAnswer read(HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case 200 -> found(response);
            case 304 -> new XcapAnswer.NotModified();
            case 404, 410 -> new XcapAnswer.NotThere();
            default -> new XcapAnswer.Failed("status " + response.statusCode());
        };
    }

    private static XcapAnswer found(HttpResponse<byte[]> response) {
        try {
            return new XcapAnswer.Found(
                    XmlReader.XDM_DOCUMENT.read(response.body()),
                    response.headers().firstValue("ETag").orElse(""));
        } catch (XmlException e) {
            return new XcapAnswer.Failed(String.valueOf(e.getMessage()));
        }
    }
}
