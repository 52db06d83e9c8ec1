package org.tombolo.web.pushes;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.push.PushContent;
import org.tombolo.gateway.interaction.push.PushContent.Kind;
import org.tombolo.identity.Address;
import org.tombolo.storage.StoredFile;
import org.tombolo.web.Refusal;
import org.tombolo.web.calls.CredentialBody;

/**
 * What a client asks for.
 *
 * @param to a number such as {@code +15550001}, or a SIP address
 * @param from likewise; a portal user need not say who she is, and in a call it is the other party
 * @param type {@code text}, {@code link}, {@code image}, {@code video} or {@code file}
 * @param text the words of a text, or those before a link
 * @param url of a link
 * @param gallery id of an item in the gallery of the portal user
 * @param upload id of a file that the client uploaded
 * @param call id of a call in progress
 * @param expiresIn how long it may wait, in seconds
 */
record NewPush(
        String to,
        Optional<String> from,
        String type,
        Optional<String> text,
        Optional<String> url,
        Optional<String> gallery,
        Optional<String> upload,
        Optional<String> call,
        Optional<Integer> expiresIn,
        Optional<String> sink,
        Optional<CredentialBody> sinkCredential) {
    private static final int LONGEST_TEXT = 16_000;
    private static final int LONGEST_URL = 1000;
    private static final int LONGEST_LIFETIME = 30 * 86_400;

    /** Where a client's files are. */
    interface Files {
        /** @throws Refusal 404 when there is none that is hers */
        StoredFile gallery(String id);

        /** @throws Refusal 404 when there is none that is hers */
        StoredFile upload(String id);
    }

    /** @throws Refusal 422 */
    static Address party(String name, String text) {
        return PartyAddress.parse(text)
                .orElseThrow(() -> Refusal.of(
                        422,
                        "INVALID_PHONE_NUMBER",
                        name + ": must be a number such as +15550001 or a SIP address such as sip:alice@example.com"));
    }

    /** @throws Refusal 400 */
    Optional<Duration> lifetime() {
        if (expiresIn.filter(s -> s < 1 || s > LONGEST_LIFETIME).isPresent()) {
            throw Refusal.of(400, "OUT_OF_RANGE", "expiresIn: must be 1 to " + LONGEST_LIFETIME + " seconds");
        }
        return expiresIn.map(Duration::ofSeconds);
    }

    /** @throws Refusal 400, 404 or 422 when something in it is wrong */
    PushContent content(Files files) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(k -> k.word().equals(type))
                .findFirst()
                .orElseThrow(() -> Refusal.of(400, "type: must be text, link, image, video or file"));
        return switch (kind) {
            case TEXT -> words();
            case LINK -> link();
            case IMAGE, VIDEO, FILE -> file(kind, files);
        };
    }

    private PushContent words() {
        nothingOf("text", url, gallery, upload);
        String words = text.filter(t -> !t.isBlank()).orElseThrow(() -> Refusal.of(400, "text: is required"));
        return PushContent.text(checked(words));
    }

    private static String checked(String words) {
        if (words.length() > LONGEST_TEXT) {
            throw Refusal.of(422, "text: has at most " + LONGEST_TEXT + " characters");
        }
        return words;
    }

    private PushContent link() {
        nothingOf("link", gallery, upload);
        String said = url.orElseThrow(() -> Refusal.of(400, "url: is required"));
        return PushContent.link(checked(text.orElse("")), http(said));
    }

    /** We fetch nothing from there: the phone does, when its user wants. */
    private static String http(String said) {
        try {
            URI uri = new URI(said);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && said.length() <= LONGEST_URL) {
                return uri.toASCIIString();
            }
        } catch (URISyntaxException e) {
            // the same answer
        }
        throw Refusal.of(
                422,
                "url: must be an http or https URL with a host, without user information, of at most " + LONGEST_URL
                        + " characters");
    }

    private PushContent file(Kind kind, Files files) {
        nothingOf(kind.word(), text, url);
        if (gallery.isPresent() == upload.isPresent()) {
            throw Refusal.of(400, "one of gallery and upload is required");
        }
        StoredFile file = gallery.map(files::gallery).orElseGet(() -> files.upload(upload.orElseThrow()));
        if (!kind.takes(file.type())) {
            throw Refusal.of(422, "type: the file is no " + kind.word() + " but " + file.type());
        }
        return PushContent.file(kind, file);
    }

    @SafeVarargs
    private static void nothingOf(String kind, Optional<String>... others) {
        if (Stream.of(others).anyMatch(Optional::isPresent)) {
            throw Refusal.of(400, "text, url, gallery and upload: not all of them belong to a " + kind);
        }
    }
}
