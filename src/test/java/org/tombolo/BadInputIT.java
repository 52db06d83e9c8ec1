package org.tombolo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Standalone;

/** Malformed SIP and SDP, sent as bytes: each gets its own refusal, is counted, and stands in the trace. */
class BadInputIT {
    private static final String VIDEO_WITHOUT_A_CODEC_WE_TAKE = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=video 40000 RTP/AVP 31
            a=rtpmap:31 H261/90000
            """;
    private static final String VIDEO_WITHOUT_AN_ADDRESS = """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            t=0 0
            m=video 40000 RTP/AVP 96
            a=rtpmap:96 H264/90000
            """;

    @ParameterizedTest
    @EnumSource(Container.class)
    void eachFaultHasItsOwnAnswer(Container container) throws IOException {
        Gateway gateway = Standalone.in(container).gateway();
        try (Wire wire = new Wire(gateway.sipPort())) {
            if (container == Container.RESTCOMM) {
                // Open Liberty drops it by itself, without an answer.
                rfc4475_3_1_2_16_anUnknownVersionIs505(wire);
                rfc3261_8_2_1_aMethodThatNobodyKnowsIs405(wire);
            }
            rfc3261_19_1_1_headersInTheRequestUriAre400(wire);
            rfc3261_8_1_1_5_aCSeqOf2To31OrMoreIs400(wire);
            anAddressThatCannotBeAJidIs404(wire);
            rfc3264_6_noCodecInCommonIs488AndNamesWhatWeTake(wire);
            rfc8866_5_7_anOfferWithoutAMediaAddressIs488(wire);
            rfc8866_5_14_aMediaLineThatIsNoneIs400(wire);
            rfc3261_8_2_1_aMethodThatWeDoNotServeIs405(wire);
            rfc3261_8_1_1_8_anInviteWithoutContactIs400(wire);
            assertThat(gateway.get("/metrics").orElseThrow().body())
                    .containsPattern("tombolo_errors_total\\{[^}]*kind=\"malformed\"[^}]*} [1-9]")
                    .containsPattern("tombolo_errors_total\\{[^}]*kind=\"unacceptable\"[^}]*} [1-9]")
                    .containsPattern("tombolo_errors_total\\{[^}]*kind=\"unparsable\"[^}]*} [1-9]");
        }
    }

    private static void rfc4475_3_1_2_16_anUnknownVersionIs505(Wire wire) throws IOException {
        String answer = wire.ask(request("MESSAGE", "sip:bob@ims.localhost", "").replace("SIP/2.0", "SIP/7.0"));
        assertThat(answer).startsWith("SIP/2.0 505");
    }

    private static void rfc3261_19_1_1_headersInTheRequestUriAre400(Wire wire) throws IOException {
        assertThat(wire.ask(request("MESSAGE", "sip:bob@ims.localhost?Subject=x", "")))
                .startsWith("SIP/2.0 400");
    }

    private static void rfc3261_8_1_1_5_aCSeqOf2To31OrMoreIs400(Wire wire) throws IOException {
        assertThat(wire.ask(request("MESSAGE", "sip:bob@ims.localhost", "").replace("CSeq: 1 ", "CSeq: 2147483648 ")))
                .startsWith("SIP/2.0 400");
    }

    private static void anAddressThatCannotBeAJidIs404(Wire wire) throws IOException {
        assertThat(wire.ask(request("MESSAGE", "sip:%00@localhost", "hello"))).startsWith("SIP/2.0 404");
    }

    private static void rfc3264_6_noCodecInCommonIs488AndNamesWhatWeTake(Wire wire) throws IOException {
        String answer = wire.ask(invite(VIDEO_WITHOUT_A_CODEC_WE_TAKE));
        assertThat(answer).startsWith("SIP/2.0 488").containsPattern("(?i)Warning: 305 .*H\\.264");
    }

    private static void rfc8866_5_7_anOfferWithoutAMediaAddressIs488(Wire wire) throws IOException {
        assertThat(wire.ask(invite(VIDEO_WITHOUT_AN_ADDRESS)))
                .startsWith("SIP/2.0 488")
                .containsPattern("(?i)Warning: 305 .*no media address");
    }

    private static void rfc8866_5_14_aMediaLineThatIsNoneIs400(Wire wire) throws IOException {
        assertThat(wire.ask(invite(VIDEO_WITHOUT_AN_ADDRESS.replace("video 40000", "video a-port"))))
                .startsWith("SIP/2.0 400")
                .containsPattern("(?i)Warning: 399 ");
    }

    private static void rfc3261_8_2_1_aMethodThatWeDoNotServeIs405(Wire wire) throws IOException {
        assertThat(wire.ask(request("REFER", "sip:stranger@elsewhere.test", "")
                        .replace("Content-Type", "Refer-To: <sip:x@y>\nContact: <sip:a@127.0.0.1>\nContent-Type")))
                .startsWith("SIP/2.0 405")
                .containsPattern("(?i)Allow: .*MESSAGE");
    }

    private static void rfc3261_8_2_1_aMethodThatNobodyKnowsIs405(Wire wire) throws IOException {
        assertThat(wire.ask(request("FROBNICATE", "sip:stranger@127.0.0.1:9", "")))
                .startsWith("SIP/2.0 405")
                .containsPattern("(?i)Allow: .*MESSAGE");
    }

    private static void rfc3261_8_1_1_8_anInviteWithoutContactIs400(Wire wire) throws IOException {
        assertThat(wire.ask(request("INVITE", "sip:alice@ims.localhost", VIDEO_WITHOUT_AN_ADDRESS)))
                .startsWith("SIP/2.0 400");
    }

    private static String invite(String sdp) {
        return request("INVITE", "sip:alice@ims.localhost", sdp)
                .replace("text/plain", "application/sdp\nContact: <sip:bob@127.0.0.1>");
    }

    private static String request(String method, String uri, String body) {
        return """
                %s %s SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:PORT;branch=z9hG4bK%s
                Max-Forwards: 70
                From: <sip:bob@ims.localhost>;tag=1
                To: <%s>
                Call-ID: %s
                CSeq: 1 %s
                Content-Type: text/plain
                Content-Length: %d

                """.formatted(
                                method,
                                uri,
                                UUID.randomUUID(),
                                uri.replaceFirst("\\?.*", ""),
                                UUID.randomUUID(),
                                method,
                                body.replace("\n", "\r\n").length())
                + body;
    }

    /** A UDP socket. */
    private static final class Wire implements AutoCloseable {
        private final DatagramSocket socket;
        private final InetSocketAddress gateway;

        Wire(int port) throws IOException {
            gateway = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            socket.setSoTimeout(20_000);
        }

        /** The final response. */
        String ask(String request) throws IOException {
            byte[] bytes = request.replace("PORT", String.valueOf(socket.getLocalPort()))
                    .replace("\n", "\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, gateway));
            String callId = request.replaceFirst("(?s).*Call-ID: (\\S+).*", "$1");
            while (true) {
                byte[] buffer = new byte[65536];
                DatagramPacket answer = new DatagramPacket(buffer, buffer.length);
                socket.receive(answer);
                String text = new String(buffer, 0, answer.getLength(), StandardCharsets.UTF_8);
                if (text.contains(callId) && !text.matches("(?s)SIP/2.0 1.*")) {
                    return text;
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
