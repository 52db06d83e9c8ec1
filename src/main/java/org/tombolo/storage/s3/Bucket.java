package org.tombolo.storage.s3;

import com.github.davidmoten.aws.lw.client.Client;
import com.github.davidmoten.aws.lw.client.HttpMethod;
import com.github.davidmoten.aws.lw.client.Multipart;
import com.github.davidmoten.aws.lw.client.Request;
import com.github.davidmoten.aws.lw.client.Response;
import com.github.davidmoten.aws.lw.client.ResponseInputStream;
import com.github.davidmoten.aws.lw.client.xml.XmlElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One bucket, addressed by path, as services other than Amazon's want it. All methods wait for the network. Safe for all threads. */
final class Bucket implements AutoCloseable {
    /** Amazon takes parts from 5 MiB on; one that is sent and one that is filled are in memory. */
    private static final int PART = 8 << 20;

    private static final int PATIENCE = 30;
    private static final int ATTEMPTS = 3;
    private static final int NOT_FOUND = 404;
    /** Of an error's XML; bounded, as it gets into words for operators. */
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,60})</Code>");

    private final Client client;
    private final String name;
    // A part that finds nobody free is sent by whoever has it: so no more of them wait in memory.
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());

    Bucket(S3Store.Place place) {
        this.name = place.bucket();
        this.client = Client.s3()
                .region(place.region())
                .accessKey(place.accessKey())
                .secretKey(place.secret())
                .baseUrlFactory((service, region) -> place.url())
                .connectTimeout(PATIENCE, TimeUnit.SECONDS)
                .readTimeout(PATIENCE, TimeUnit.SECONDS)
                .retryMaxAttempts(ATTEMPTS)
                .build();
    }

    private Request object(String key) {
        return client.path(name, key);
    }

    /** Writes an object of so many octets. */
    void put(String key, String type, Map<String, String> metadata, InputStream content, long size) throws IOException {
        UnaryOperator<Request> described = request -> {
            Request typed = request.header("Content-Type", type);
            metadata.forEach(typed::metadata);
            return typed;
        };
        if (size <= PART) {
            byte[] octets = content.readNBytes((int) size);
            expect(() -> described
                    .apply(object(key).method(HttpMethod.PUT).requestBody(octets))
                    .response());
            return;
        }
        try (OutputStream parts = Multipart.s3(client)
                .bucket(name)
                .key(key)
                .executor(sender)
                .partTimeout(PATIENCE, TimeUnit.SECONDS)
                .partSize(PART)
                .maxAttemptsPerAction(ATTEMPTS)
                .transformCreateRequest(described)
                .outputStream()) {
            content.transferTo(parts);
        } catch (RuntimeException e) {
            throw new IOException("the bucket does not take " + key, e);
        }
    }

    /** What is said of an object; empty when there is none. */
    Optional<Response> head(String key) throws IOException {
        Response response = answer(() -> object(key).method(HttpMethod.HEAD).response());
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(good(response));
    }

    /** An object from one of its octets on; to be closed. */
    InputStream open(String key, long first) throws IOException {
        try {
            ResponseInputStream response =
                    object(key).header("Range", "bytes=" + first + "-").responseInputStream();
            if (response.statusCode() / 100 == 2) {
                return response;
            }
            response.close();
            throw new IOException("the bucket answers " + response.statusCode());
        } catch (RuntimeException e) {
            throw new IOException("the bucket cannot be read", e);
        }
    }

    /** Deletes an object; nothing happens when there is none. */
    void delete(String key) throws IOException {
        expect(() -> object(key).method(HttpMethod.DELETE).response());
    }

    /** Takes one object after the other. */
    interface Visitor {
        /** @return whether to go on */
        boolean visit(String key, long size) throws IOException;
    }

    /** All objects whose keys begin so, in the order of their keys. */
    void list(String prefix, Visitor visitor) throws IOException {
        Optional<String> next = Optional.empty();
        do {
            Request page = client.path(name).query("list-type", "2").query("prefix", prefix);
            Request from =
                    next.map(token -> page.query("continuation-token", token)).orElse(page);
            XmlElement found = xml(good(answer(from::response)));
            for (XmlElement object : found.childrenWithName("Contents")) {
                if (!visitor.visit(object.content("Key"), Long.parseLong(object.content("Size")))) {
                    return;
                }
            }
            next = found.childrenWithName("NextContinuationToken").stream()
                    .findFirst()
                    .map(XmlElement::content);
        } while (next.isPresent());
    }

    private static XmlElement xml(Response response) throws IOException {
        try {
            return XmlElement.parse(response.contentUtf8());
        } catch (RuntimeException e) {
            throw new IOException("the bucket's list cannot be read", e);
        }
    }

    private interface Exchange {
        Response run();
    }

    private static Response answer(Exchange exchange) throws IOException {
        try {
            return exchange.run();
        } catch (RuntimeException e) {
            throw new IOException("the bucket does not answer", e);
        }
    }

    private static void expect(Exchange exchange) throws IOException {
        good(answer(exchange));
    }

    private static Response good(Response response) throws IOException {
        if (response.statusCode() / 100 != 2) {
            throw new IOException("the bucket answers " + response.statusCode() + code(response));
        }
        return response;
    }

    /** The service's own word for what is wrong, such as {@code SignatureDoesNotMatch} for a wrong secret. */
    private static String code(Response error) {
        Matcher code = CODE.matcher(error.contentUtf8());
        return code.find() ? " " + code.group(1) : "";
    }

    @Override
    public void close() {
        sender.shutdownNow();
    }
}
