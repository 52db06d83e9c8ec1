package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.interconnection.Fakes.Incoming;
import org.tombolo.gateway.interconnection.Fakes.Message;
import org.tombolo.sip.Body;
import org.tombolo.sip.ContentEncoding;
import org.tombolo.sip.Header;

/** RFC 3261 20.12, 8.2.3: bodies with a Content-Encoding. */
class PackedBodyTest {
    private final Scene scene = new Scene();
    private final InterconnectionGateway gateway = scene.gateway();

    private interface Packing {
        OutputStream on(OutputStream out) throws IOException;
    }

    private static byte[] packed(String text, Packing packing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = packing.on(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Incoming receive(String encoding, byte[] body) {
        Message message = Message.to("sip:juliet@localhost", "")
                .with(new Body("text/plain", body))
                .with(Map.of("Content-Encoding", encoding));
        Incoming request = new Incoming("incoming-1", message);
        gateway.handle(request);
        return request;
    }

    @Test
    void rfc3261_20_12_packedBodiesAreUnpacked() throws IOException {
        receive("deflate", packed("deflated", DeflaterOutputStream::new));
        receive("GZIP", packed("zipped", GZIPOutputStream::new));
        receive("identity", packed("as it is", out -> out));
        assertThat(scene.link.bodies()).containsExactly("deflated", "zipped", "as it is");
    }

    @Test
    void rfc3261_8_2_3_anUnknownEncodingIs415() throws IOException {
        Incoming request = receive("br", packed("what", out -> out));
        assertThat(request.status()).isEqualTo(415);
        assertThat(request.replies.get(0).headers()).contains(new Header("Accept-Encoding", "gzip, deflate"));
    }

    @Test
    void whatIsNotPackedAsItSaysIs400() throws IOException {
        assertThat(receive("deflate", packed("plain", out -> out)).status()).isEqualTo(400);
        byte[] whole = packed("cut short", GZIPOutputStream::new);
        assertThat(receive("gzip", Arrays.copyOf(whole, whole.length / 2)).status())
                .isEqualTo(400);
    }

    @Test
    void fewBytesDoNotBecomeMany() throws IOException {
        byte[] bomb = packed("x".repeat(ContentEncoding.LONGEST + 1), DeflaterOutputStream::new);
        assertThat(bomb).hasSizeLessThan(1300);
        assertThat(receive("deflate", bomb).status()).isEqualTo(413);
    }
}
