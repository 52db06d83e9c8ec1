package org.tombolo.gateway.interconnection.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.MsrpPeer;
import org.tombolo.peer.Phone;
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

    FileIT(Container container) {
        standalone = Standalone.in(container);
    }

    private static String picture() {
        StringBuilder text = new StringBuilder(SIZE);
        new Random(5547).ints(SIZE, ' ', '~').forEach(c -> text.append((char) c));
        return text.toString();
    }

    private static String media(String path, String picture) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(picture.getBytes(StandardCharsets.US_ASCII));
        return "m=message 9 TCP/MSRP *\r\na=sendonly\r\na=accept-types:*\r\na=path:" + path + "\r\na=setup:passive\r\n"
                + "a=file-selector:name:\"the balcony.png\" type:image/png size:" + SIZE + " hash:sha-1:"
                + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash)
                + "\r\na=file-transfer-id:vBnG916bdberum2fFEABR1FR3ExZMUrd\r\na=file-disposition:render";
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
