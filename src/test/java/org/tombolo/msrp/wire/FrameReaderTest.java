package org.tombolo.msrp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4975 7 and 9: frames on a connection. */
class FrameReaderTest {
    /** As in RFC 4975 4: two chunks of a message, and the responses. */
    private static final String EXCHANGE = """
            MSRP dkei38sd SEND
            To-Path: msrp://alicepc.example.com:7777/iau39soe2843z;tcp
            From-Path: msrp://bob.example.com:8888/9di4eae923wzd;tcp
            Message-ID: 4564dpWd
            Byte-Range: 1-*/8
            Content-Type: text/plain

            abcd
            -------dkei38sd+
            MSRP dkei38ia SEND
            To-Path: msrp://alicepc.example.com:7777/iau39soe2843z;tcp
            From-Path: msrp://bob.example.com:8888/9di4eae923wzd;tcp
            Message-ID: 4564dpWd
            Byte-Range: 5-8/8
            Content-Type: text/plain

            EFGH
            -------dkei38ia$
            MSRP dkei38sd 200 OK
            To-Path: msrp://bob.example.com:8888/9di4eae923wzd;tcp
            From-Path: msrp://alicepc.example.com:7777/iau39soe2843z;tcp
            -------dkei38sd$
            MSRP dkei38ib SEND
            To-Path: msrp://alicepc.example.com:7777/iau39soe2843z;tcp
            From-Path: msrp://bob.example.com:8888/9di4eae923wzd;tcp
            Message-ID: 4564dpWe
            Byte-Range: 1-0/0
            -------dkei38ib$
            """.replace("\n", "\r\n");

    private static final List<String> FOUND =
            List.of("SEND", "MORE abcd", "SEND", "COMPLETE EFGH", "200 OK", "SEND", "COMPLETE");

    private static String send(String headers, String rest) {
        return "MSRP a786hjs2 SEND\r\nTo-Path: msrp://a.example.com:7654/one;tcp\r\n"
                + "From-Path: msrp://b.example.com:8493/two;tcp\r\n" + headers + rest;
    }

    @Test
    void clause4_anExchangeIsReadWhateverThePieces() throws MsrpSyntaxException {
        byte[] octets = EXCHANGE.getBytes(StandardCharsets.UTF_8);
        for (int piece = 1; piece <= octets.length; piece++) {
            assertThat(Frames.of(octets, piece).found).as("pieces of %s", piece).isEqualTo(FOUND);
        }
    }

    @Test
    void clause7_1_1_aHeadIsReadAsItsValues() throws MsrpSyntaxException {
        Frames frames = Frames.of(EXCHANGE);
        MsrpRequest second = frames.requests.get(1);

        assertThat(second.to().first().sessionId()).isEqualTo("iau39soe2843z");
        assertThat(SendHead.of(second))
                .isEqualTo(new SendHead(
                        "4564dpWd",
                        new ByteRange(5, 8, 8),
                        false,
                        FailureReport.YES,
                        Optional.of("text/plain"),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n-------a786hjs",
                "\r\n-------a786hjs2",
                "\r\n-------a786hjs2x\r\n",
                "\r\n-------a786hjs2$x",
                "\r\n-------a786hjs2$\rx",
                "\r\r\n-------",
                "-------a786hjs2$\r\n",
                "\r\n--------a786hjs2$\r\n",
                "\r",
                "\r\n",
                ""
            })
    void clause7_1_onlyAWholeEndLineEndsABody(String body) throws MsrpSyntaxException {
        byte[] octets = send("Content-Type: text/plain\r\n\r\n", body + "\r\n-------a786hjs2$\r\n")
                .getBytes(StandardCharsets.UTF_8);
        for (int piece : new int[] {1, 2, 7, octets.length}) {
            assertThat(Frames.of(octets, piece).found).containsExactly("SEND", "COMPLETE " + body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "+", "#"})
    void clause7_1_theFlagIsTold(String flag) throws MsrpSyntaxException {
        assertThat(Frames.of(send("", "-------a786hjs2" + flag + "\r\n")).found)
                .hasSize(2)
                .contains("SEND");
        assertThat(Frames.of(send("Content-Type: a/b\r\n\r\n", "x\r\n-------a786hjs2" + flag + "\r\n"))
                        .found
                        .get(1))
                .isEqualTo(ContinuationFlag.of(flag.charAt(0)) + " x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "\r\n",
                "MSRP abc\r\n",
                "MSRP abcd send\r\n",
                "MSRP abcd SEND now\r\n",
                "msrp abcd SEND\r\n",
                "MSRP ab\u0000cd SEND\r\n",
                "MSRP abcd 20\r\n"
            })
    void whatIsNoMsrpEndsTheConnection(String start) {
        assertThatThrownBy(() -> Frames.of(start)).isInstanceOf(MsrpSyntaxException.class);
    }

    @Test
    void anEndlessLineEndsTheConnection() {
        assertThatThrownBy(() -> Frames.of("MSRP " + "a".repeat(FrameReader.LONGEST_LINE)))
                .isInstanceOf(MsrpSyntaxException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSRP abcd SEND\r\nFrom-Path: msrp://b:1/two;tcp\r\n",
                "MSRP abcd SEND\r\nTo-Path: msrp://b:1/two;tcp\r\n",
                "MSRP abcd SEND\r\nTo-Path: http://b:1/two\r\nFrom-Path: msrp://b:1/two;tcp\r\n",
                "MSRP abcd SEND\r\nTo-Path: msrp://a:1/one;tcp\r\nFrom-Path: msrp://b:1/two;tcp\r\nno header\r\n",
                "MSRP abcd SEND\r\nTo-Path: msrp://a:1/one;tcp\r\nFrom-Path: msrp://b:1/two;tcp\r\n: x\r\n"
            })
    void clause10_3_aWrongHeadIsToldAndItsBodySkipped(String head) throws MsrpSyntaxException {
        Frames frames = Frames.of(head + "Content-Type: a/b\r\n\r\nMSRP x\r\n-------abcd$\r\n" + EXCHANGE);
        assertThat(frames.found.get(0)).startsWith("malformed abcd: ");
        assertThat(frames.found.subList(1, frames.found.size())).isEqualTo(FOUND);
    }

    @Test
    void manyAndLongHeadersAreRefused() throws MsrpSyntaxException {
        assertThat(Frames.of(send("X: y\r\n".repeat(63), "-------a786hjs2$\r\n"))
                        .found
                        .get(0))
                .startsWith("malformed");
        assertThat(Frames.of(send(("X: " + "y".repeat(5000) + "\r\n").repeat(4), "-------a786hjs2$\r\n"))
                        .found
                        .get(0))
                .startsWith("malformed");
    }

    @Test
    void aResponseWithABodyAndAnUnreadableOneAreSkipped() throws MsrpSyntaxException {
        String response = "MSRP abcd 200 OK\r\nTo-Path: msrp://b:1/two;tcp\r\nFrom-Path: msrp://a:1/one;tcp\r\n";
        Frames frames = Frames.of(response + "\r\nbody\r\n-------abcd$\r\n" + "MSRP abce 200 OK\r\n-------abce$\r\n"
                + response + "-------abcd$\r\n");
        assertThat(frames.found).containsExactly("200 OK", "200 OK");
    }

    @Property(tries = 200)
    void anyBodyComesThroughInAnyPieces(@ForAll long seed, @ForAll @IntRange(min = 1, max = 700) int piece)
            throws MsrpSyntaxException {
        byte[] body = hyphens(new Random(seed));
        String transaction = "abcdefgh";
        byte[] head = send("Content-Type: a/b\r\n\r\n", "")
                .replace("a786hjs2", transaction)
                .getBytes(StandardCharsets.UTF_8);
        byte[] end = FrameWriter.end(transaction, ContinuationFlag.COMPLETE, true);
        byte[] all = new byte[head.length + body.length + end.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        System.arraycopy(end, 0, all, head.length + body.length, end.length);

        Frames frames = Frames.of(all, piece);

        assertThat(frames.found).hasSize(2);
        assertThat(frames.lastBody()).isEqualTo(body);
    }

    /** A body of what end-lines are made of, so that many of their beginnings are in it; never a whole one. */
    private static byte[] hyphens(Random random) {
        byte[] body = new byte[random.nextInt(600)];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) "\r\n-------ab+$".charAt(random.nextInt(13));
        }
        return body;
    }

    @Property(tries = 2000)
    void anythingIsReadOrRefused(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] octets = EXCHANGE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        try {
            assertThat(Frames.of(octets, 1 + random.nextInt(64)).found).hasSizeLessThan(20);
        } catch (MsrpSyntaxException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }
}
