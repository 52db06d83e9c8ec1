package org.tombolo.storage.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.RemoteFiles;
import org.tombolo.storage.StoredFile;

/**
 * Fetches files over HTTP, from places alone that the operator has named: a link that somebody sends must not make us read
 * what only we can reach.
 */
public final class HttpRemoteFiles implements RemoteFiles {
    private static final Logger LOG = LoggerFactory.getLogger(HttpRemoteFiles.class);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final int BLOCK = 64 << 10;
    private static final String TYPE = "[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}";

    private final ContentStore store;
    private final List<String> places;
    private final long most;
    private final Duration patience;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /**
     * @param places starts of URLs, each with a slash at its end
     * @param most octets of a file
     * @param patience how long a whole file may take
     */
    public HttpRemoteFiles(ContentStore store, List<String> places, long most, Duration patience) {
        this.store = store;
        this.places = List.copyOf(places);
        this.most = most;
        this.patience = patience;
    }

    @Override
    public boolean allows(String url) {
        return uri(url).filter(uri -> places.stream().anyMatch(uri.toString()::startsWith))
                .isPresent();
    }

    /** A URL whose start says where it leads: nothing stands before the host, and no step leads up. */
    private static Optional<URI> uri(String url) {
        try {
            URI uri = new URI(url);
            String path = String.valueOf(uri.getRawPath()).toLowerCase(Locale.ROOT);
            boolean plain = uri.getRawUserInfo() == null
                    && uri.getHost() != null
                    && !path.contains("..")
                    && !path.contains("%2e")
                    && url.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
            return plain ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public Fetched fetch(String url) throws IOException {
        URI uri =
                uri(url).filter(u -> allows(url)).orElseThrow(() -> new IOException("not a place to fetch files from"));
        try {
            HttpResponse<InputStream> response =
                    client.send(HttpRequest.newBuilder(uri).timeout(ANSWER).build(), BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                // A read waits as long as the server likes; the end of the stream ends it.
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> close(in));
                if (response.statusCode() != 200) {
                    throw new IOException("the file is not there: " + response.statusCode());
                }
                return keep(in, name(uri), type(response));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("we stop", e);
        }
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("the connection was gone before: {}", e.toString());
        }
    }

    private Fetched keep(InputStream in, String name, String type) throws IOException {
        ContentStore.Upload upload = store.begin();
        try {
            byte[] block = new byte[BLOCK];
            long size = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (size + count > most) {
                    throw new IOException("the file has more than " + most + " octets");
                }
                upload.write(size, ByteBuffer.wrap(block, 0, count));
                size += count;
            }
            byte[] sha1 = upload.hash("SHA-1", size);
            StoredFile file = upload.keep(name, type, size);
            return new Fetched(file, sha1);
        } finally {
            upload.abandon();
        }
    }

    private static String type(HttpResponse<?> response) {
        String said = response.headers()
                .firstValue("Content-Type")
                .orElse("")
                .split(";", 2)[0]
                .trim();
        return said.matches(TYPE) ? said : "application/octet-stream";
    }

    private static String name(URI uri) {
        String path = uri.getRawPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        try {
            return URLDecoder.decode(last.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return last;
        }
    }
}
