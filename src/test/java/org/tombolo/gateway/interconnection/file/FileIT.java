package org.tombolo.gateway.interconnection.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Ports;
import org.tombolo.peer.Sipp;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/** Files on the wire: a SIP phone with an MSRP endpoint of its own, and a client of Prosody. */
@ParameterizedClass
@EnumSource(Container.class)
class FileIT {
    private static final String ALICE = "alice@" + XmppServer.COMPONENT;
    private static final int SIZE = 300_000;

    private final Standalone standalone;

    @TempDir
    private Path files;

    FileIT(Container container) {
        standalone = Standalone.in(container);
    }

    private static String picture() {
        StringBuilder text = new StringBuilder(SIZE);
        new Random(5547).ints(SIZE, ' ', '~').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static String media(String path, String picture, String... more) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(picture.getBytes(StandardCharsets.US_ASCII));
        return "m=message 9 TCP/MSRP *\r\na=sendonly\r\na=accept-types:*\r\na=path:" + path + "\r\na=setup:passive\r\n"
                + "a=file-selector:name:\"the balcony.png\" type:image/png size:" + SIZE + " hash:sha-1:"
                + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash)
                + "\r\na=file-transfer-id:vBnG916bdberum2fFEABR1FR3ExZMUrd\r\na=file-disposition:render"
                + String.join("", more);
    }

    @Test
    void rfc5547_aPictureFromAPhoneIsALinkForAnXmppUser() throws Exception {
        String picture = picture();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            try (Sipp phone = Sipp.scenario("invite-uac.xml")
                    .to(standalone.address())
                    .listen("127.0.0.1", Ports.free())
                    .with("from", "sip:alice@" + Standalone.DOMAIN)
                    .with("to", "sip:juliet@localhost")
                    .with("media", media(path, picture))
                    .with("hold", "4000")
                    .start()) {
                peer.event("hello");
                peer.tell("send", "name", "picture", "type", "image/png", "text", picture, "success", true);
                Message link =
                        juliet.await(m -> m.getBody() != null && m.getBody().contains("/files/"));
                assertThat(link.getFrom().toString()).isEqualTo(ALICE);
                assertThat(link.toXML().toString()).contains("jabber:x:oob");
                peer.event("answered", e -> e.path("code").asInt() == 200);
                peer.event("report", e -> e.path("status").asText().equals("000 200 OK"));

                HttpResponse<String> file = HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(URI.create(link.getBody())).build(), BodyHandlers.ofString());
                assertThat(file.statusCode()).isEqualTo(200);
                assertThat(file.headers().firstValue("Content-Type")).contains("image/png");
                assertThat(file.body()).isEqualTo(picture);
                assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
            }
            assertThat(peer.violations()).isEmpty();
        }
    }

    @Test
    void rfc5547_aPictureForAPortalUserIsInHerGallery() throws Exception {
        String picture = picture();
        PortalClient admin = PortalClient.signIn(standalone.gateway(), "admin");
        PortalClient bob = PortalClient.signIn(standalone.gateway(), "bob");
        String id = admin.post(
                        "/api/admin/v1/associations",
                        Map.of("ims", "sip:pictures@" + Standalone.DOMAIN, "web", "web:bob", "service", "VIDEO"))
                .path("id")
                .asText();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty())) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            try (Sipp phone = offer(media(path, picture))
                    .with("to", "sip:pictures@" + Standalone.DOMAIN)
                    .start()) {
                peer.event("hello");
                peer.tell("send", "name", "picture", "type", "image/png", "text", picture, "success", true);
                peer.event("answered", e -> e.path("code").asInt() == 200);
                peer.event("report", e -> e.path("status").asText().equals("000 200 OK"));
                JsonNode item = bob.get("/api/v1/gallery").path("items").path(0);
                assertThat(item.path("name").asText()).isEqualTo("the balcony.png");
                assertThat(item.path("from").asText()).isEqualTo("sip:alice@" + Standalone.DOMAIN);
                assertThat(item.path("origin").asText()).isEqualTo("received");
                assertThat(item.path("size").asInt()).isEqualTo(SIZE);
                assertThat(bob.text(item.path("url").asText())).isEqualTo(picture);
                bob.delete("/api/v1/gallery/" + item.path("id").asText());
                assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
            }
            assertThat(peer.violations()).isEmpty();
        } finally {
            admin.delete("/api/admin/v1/associations/" + id);
        }
    }

    private Sipp.Builder offer(String media) throws IOException {
        return Sipp.scenario("invite-uac.xml")
                .to(standalone.address())
                .listen("127.0.0.1", Ports.free())
                .with("from", "sip:alice@" + Standalone.DOMAIN)
                .with("to", "sip:juliet@localhost")
                .with("media", media)
                .with("hold", "3000");
    }

    private static String get(String url) throws Exception {
        HttpResponse<String> file = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        assertThat(file.statusCode()).isEqualTo(200);
        return file.body();
    }

    @Test
    void rfc5547_8_8_anIconIsThereBesideTheLink() throws Exception {
        String picture = picture();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            String icon = "\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
                    + "Content-ID: <i@phone>\r\nContent-Disposition: icon\r\n\r\naWNvbg==\r\n--b--";
            try (Sipp phone = offer(media(path, picture, "\r\na=file-icon:cid:i@phone", icon))
                    .with("type", "multipart/related;type=\"application/sdp\";boundary=b")
                    .with("before", "--b\r\nContent-Type: application/sdp\r\n\r\n")
                    .start()) {
                peer.event("hello");
                peer.tell("send", "name", "picture", "type", "image/png", "text", picture);
                Message link = juliet.await(m -> m.toXML().toString().contains("urn:xmpp:thumbs:1"));
                Matcher thumbnail = Pattern.compile("thumbnail [^>]*uri=.(http[^'\"]+)")
                        .matcher(link.toXML().toString());
                assertThat(thumbnail.find()).isTrue();
                assertThat(get(thumbnail.group(1))).isEqualTo("icon");
                assertThat(phone.await(Duration.ofSeconds(30)).ok()).isTrue();
            }
        }
    }

    @Test
    void rfc5547_6_aPhoneThatLostItsConnectionSendsTheRest() throws Exception {
        String picture = picture();
        int half = 2 * 65536;
        try (MsrpPeer lost = MsrpPeer.start(Optional.empty());
                MsrpPeer back = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            try (Sipp first = offer(media(listening(lost), picture)).start()) {
                lost.event("hello");
                lost.tell("send", "name", "half", "type", "image/png", "text", picture, "chunk", 65536, "after", 2);
                lost.event("answered", e -> e.path("code").asInt() == 200);
                lost.tell("close");
                first.await(Duration.ofSeconds(30));
            }
            String rest = "\r\na=file-range:" + (half + 1) + "-" + SIZE;
            try (Sipp second = offer(media(listening(back), picture, rest)).start()) {
                back.event("hello");
                back.tell("send", "name", "rest", "type", "image/png", "text", picture.substring(half));
                Message link =
                        juliet.await(m -> m.getBody() != null && m.getBody().contains("/files/"));
                assertThat(get(link.getBody())).isEqualTo(picture);
                assertThat(second.await(Duration.ofSeconds(30)).ok()).isTrue();
            }
        }
    }

    private static String listening(MsrpPeer peer) {
        peer.tell("listen");
        return peer.event("listening").path("path").asText();
    }

    /** A picture of many octets, and one that a codec can read. */
    private static byte[] noise() throws IOException {
        BufferedImage image = new BufferedImage(700, 400, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(2392);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    @Test
    void rfc5547_6_aPhoneGetsAnIconAndTheRestOfWhatBroke() throws Exception {
        byte[] picture = noise();
        int port = Ports.free();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            peer.tell("cut", "after", 1);
            String media = "m=message 9 TCP/MSRP *\r\na=recvonly\r\na=accept-types:image/png\r\na=path:"
                    + listening(peer) + "\r\na=setup:passive\r\na=file-selector:type:image/png\r\n";
            try (Phone phone = Phone.listening(port, media)) {
                standalone.registerChatPhone("127.0.0.1:" + port, 600);
                String url = juliet.upload("noise.png", "image/png", picture);
                juliet.sendRaw("<message to='" + ALICE + "' type='chat' id='noise'><body>" + url
                        + "</body><x xmlns='jabber:x:oob'><url>" + url
                        + "</url></x><request xmlns='urn:xmpp:receipts'/></message>");
                int first = peer.event("cut").path("size").asInt();
                JsonNode rest = peer.event("received");
                assertThat(rest.path("size").asInt()).isEqualTo(picture.length - first);
                byte[] end = Arrays.copyOfRange(picture, first, picture.length);
                assertThat(rest.path("sha256").asText())
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(end)));
                juliet.await(m -> m.toXML().toString().contains("<received ")
                        && m.toXML().toString().contains("noise"));
                await().until(() -> phone.got("BYE"));
                assertThat(phone.requests().get(0))
                        .contains("multipart/related", "a=file-icon:cid:", "Content-Disposition: icon", "JFIF");
                assertThat(phone.requests())
                        .anyMatch(r -> r.contains("a=file-range:" + (first + 1) + "-" + picture.length));
                standalone.registerChatPhone("127.0.0.1:" + port, 0);
            }
            assertThat(peer.violations()).isEmpty();
        }
    }

    @Test
    void rcc07_linphoneUploadsAPictureAndFetchesOne() throws Exception {
        byte[] picture = noise();
        String server = standalone.gateway().url() + "/files";
        try (Linphone bob = Linphone.sharing(
                        server, "bob", Standalone.DOMAIN, standalone.password("bob"), standalone.address());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            bob.awaitRegistered();
            Path rose = Files.write(files.resolve("rose.png"), picture);
            bob.file("sip:juliet@localhost", rose);
            Message link = juliet.await(m -> m.getBody() != null && m.getBody().contains("rose.png"));
            assertThat(link.getFrom().toString()).isEqualTo("bob@" + XmppServer.COMPONENT);
            assertThat(link.toXML().toString())
                    .contains(
                            "jabber:x:oob",
                            "<size>" + picture.length + "</size>",
                            "<media-type>image/png</media-type>");
            assertThat(HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(URI.create(link.getBody()))
                                            .build(),
                                    BodyHandlers.ofByteArray())
                            .body())
                    .isEqualTo(picture);

            String url = juliet.upload("lily.png", "image/png", picture);
            juliet.sendRaw("<message to='bob@" + XmppServer.COMPONENT + "' type='chat' id='lily'><body>" + url
                    + "</body><x xmlns='jabber:x:oob'><url>" + url + "</url></x></message>");
            bob.awaitLog("urn:gsma:params:xml:ns:rcs:rcs:fthttp");
            assertThat(bob.fetch("lily.png", picture.length)).isEqualTo(picture);
        }
    }

    @Test
    void xep0363_whatAnXmppUserUploadsIsAFileForAPhone() throws Exception {
        byte[] picture = picture().getBytes(StandardCharsets.US_ASCII);
        int port = Ports.free();
        try (MsrpPeer peer = MsrpPeer.start(Optional.empty());
                XmppClient juliet = XmppClient.signIn(standalone.prosody(), "juliet", "balcony")) {
            peer.tell("listen");
            String path = peer.event("listening").path("path").asText();
            String media = "m=message 9 TCP/MSRP *\r\na=recvonly\r\na=accept-types:image/png\r\na=path:" + path
                    + "\r\na=setup:passive\r\na=file-selector:type:image/png\r\n";
            try (Phone phone = Phone.listening(port, media)) {
                standalone.registerChatPhone("127.0.0.1:" + port, 600);
                String url = juliet.upload("the rose.png", "image/png", picture);
                juliet.sendRaw("<message to='" + ALICE + "' type='chat' id='rose'><body>" + url
                        + "</body><x xmlns='jabber:x:oob'><url>" + url
                        + "</url></x><request xmlns='urn:xmpp:receipts'/></message>");
                JsonNode file = peer.event("received");
                assertThat(file.path("type").asText()).isEqualTo("image/png");
                assertThat(file.path("disposition").asText()).startsWith("render; filename*=UTF-8''the%20rose.png");
                assertThat(file.path("sha256").asText())
                        .isEqualTo(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(picture)));
                juliet.await(m -> m.toXML().toString().contains("<received ")
                        && m.toXML().toString().contains("rose"));
                await().until(() -> phone.got("BYE"));
                String invite = phone.requests().get(0);
                assertThat(invite).contains("a=file-selector:name:\"the rose.png\" type:image/png size:" + SIZE);
                assertThat(phone.got("MESSAGE")).isFalse();
                standalone.registerChatPhone("127.0.0.1:" + port, 0);
            }
            assertThat(peer.violations()).isEmpty();
        }
    }
}
