package org.tombolo.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.tombolo.presence.ListNotification.Resource;
import org.tombolo.presence.ListNotification.State;
import org.tombolo.xml.XmlException;

class ListNotificationTest {
    /** The RFC's figure 1. */
    private static final String LIST = """
            <?xml version="1.0" encoding="UTF-8"?>
            <resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"
                            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
              <list>
                <entry uri="sip:bill@example.com" />
                <entry uri="sip:joe@example.org" />
                <entry uri="sip:bill@example.com" />
              </list>
            </resource-lists>
            """;

    private static byte[] deflated(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Test
    void rfc5367_4_aListIsRead() throws Exception {
        assertThat(ResourceList.read(LIST.getBytes(StandardCharsets.UTF_8), "").uris())
                .containsExactly("sip:bill@example.com", "sip:joe@example.org");
        assertThat(ResourceList.read(deflated(LIST), "deflate").uris()).hasSize(2);
    }

    @Test
    void whatUnpacksToVeryMuchIsRefused() throws Exception {
        byte[] bomb = deflated("<a>" + " ".repeat(1 << 20) + "</a>");
        assertThat(bomb.length).isLessThan(4096);
        assertThatThrownBy(() -> ResourceList.read(bomb, "deflate")).isInstanceOf(XmlException.class);
        assertThatThrownBy(() -> ResourceList.read("<a/>".getBytes(StandardCharsets.UTF_8), "deflate"))
                .isInstanceOf(XmlException.class);
    }

    @Test
    void rfc4662_5_theFirstPartTellsWhatTheOthersAre() {
        ListNotification notification = new ListNotification(
                "sip:rls@example.com",
                7,
                true,
                List.of(
                        new Resource(
                                "sip:bob@example.com",
                                Optional.of(State.ACTIVE),
                                "",
                                Optional.of("<presence/>".getBytes(StandardCharsets.UTF_8))),
                        new Resource(
                                "sip:jim@example.com", Optional.of(State.TERMINATED), "rejected", Optional.empty()),
                        new Resource("sip:ed@example.com", Optional.empty(), "", Optional.empty())),
                "b1");
        assertThat(notification.type())
                .isEqualTo(
                        "multipart/related;type=\"application/rlmi+xml\";start=\"<0.b1@tombolo.invalid>\";boundary=b1");
        String body = new String(notification.write(), StandardCharsets.UTF_8);
        String[] parts = body.split("--b1");
        assertThat(parts).hasSize(4);
        assertThat(parts[1])
                .contains(
                        "Content-ID: <0.b1@tombolo.invalid>",
                        "application/rlmi+xml",
                        "version=\"7\"",
                        "fullState=\"true\"",
                        "<resource uri=\"sip:ed@example.com\"",
                        "state=\"terminated\" reason=\"rejected\"",
                        "state=\"active\" cid=\"1.b1@tombolo.invalid\"");
        assertThat(parts[2]).contains("Content-ID: <1.b1@tombolo.invalid>", "application/pidf+xml", "<presence/>");
        assertThat(parts[3]).isEqualTo("--\r\n");
    }
}
