package org.tombolo.msrp.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 4975 6, 7.1.1, 9, 10: values of headers. */
class ValuesTest {
    @Test
    void rfc7701_7_1_aNicknameIsAQuotedString() throws MsrpSyntaxException {
        assertThat(UseNickname.parse("\"Alice the great\"")).isEqualTo("Alice the great");
        assertThat(UseNickname.parse("\"a \\\"b\\\" \\\\ J\u00fcrgen\"")).isEqualTo("a \"b\" \\ J\u00fcrgen");
        // 7.3
        assertThat(UseNickname.parse("\"\"")).isEmpty();
        assertThat(UseNickname.parse('"' + "\u00fc".repeat(511) + '"')).hasSize(511);
        for (String wrong :
                List.of("", "Alice", "\"Alice", "\"a\"b\"", "\"a\\b\"", "\"" + "\u00fc".repeat(512) + "\"")) {
            assertThatThrownBy(() -> UseNickname.parse(wrong)).isInstanceOf(MsrpSyntaxException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "msrp://atlanta.example.com:7654/jshA7weztas;tcp",
                "msrps://alice@[2001:db8::1]:9892/98cjs;tcp",
                "msrp://127.0.0.1:2855/a+b=c/d;ws",
                "msrps://alice@intra.example.com;tcp",
                "msrp://a_b.example:1/s;tcp;gr=x;lr"
            })
    void clause6_aUriIsReadAndWritten(String text) throws MsrpSyntaxException {
        assertThat(MsrpUri.parse(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "msrp://a:1/s",
                "http://a:1/s;tcp",
                "msrp://:1/s;tcp",
                "msrp://a:0/s;tcp",
                "msrp://a:65536/s;tcp",
                "msrp://a b:1/s;tcp",
                "msrp://a:1/s s;tcp",
                "msrp://a:1/s;tcp;"
            })
    void clause6_whatIsNoUriIsRefused(String text) {
        assertThatThrownBy(() -> MsrpUri.parse(text)).isInstanceOf(MsrpSyntaxException.class);
    }

    @Test
    void aLongUriIsRefused() {
        assertThatThrownBy(() -> MsrpUri.parse("msrp://a:1/s;tcp" + ";a".repeat(1000)))
                .isInstanceOf(MsrpSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "msrp://a.example:1/s;tcp,   MSRP://A.EXAMPLE:1/s;TCP,        true",
        "msrp://a.example:1/s;tcp,   msrp://x@a.example:1/s;tcp;p=q,  true",
        "msrp://a.example:1/s;tcp,   msrps://a.example:1/s;tcp,       false",
        "msrp://a.example:1/s;tcp,   msrp://a.example:1/S;tcp,        false",
        "msrp://a.example:1/s;tcp,   msrp://a.example:2/s;tcp,        false",
        "msrp://a.example:2855/s;tcp, msrp://a.example/s;tcp,         false",
        "msrp://a.example:1/s;tcp,   msrp://b.example:1/s;tcp,        false",
        "msrp://a.example:1/s;tcp,   msrp://a.example:1;tcp,          false",
        "msrp://a.example:1/s;tcp,   msrp://a.example:1/s;ws,         false"
    })
    void clause6_1_comparison(String one, String other, boolean equivalent) throws MsrpSyntaxException {
        assertThat(MsrpUri.parse(one).equivalent(MsrpUri.parse(other))).isEqualTo(equivalent);
    }

    @Test
    void aPathHasSomeHopsAndNotTooMany() throws MsrpSyntaxException {
        MsrpPath path = MsrpPath.parse("msrp://a:1/a;tcp msrp://b:1/b;tcp msrp://c:1/c;tcp");
        assertThat(path.first().sessionId() + path.last().sessionId()).isEqualTo("ac");
        assertThat(path.reversed().text()).isEqualTo("msrp://c:1/c;tcp msrp://b:1/b;tcp msrp://a:1/a;tcp");
        assertThat(path.then(path).hops()).hasSize(6);
        assertThatThrownBy(() -> MsrpPath.parse("msrp://a:1/a;tcp ".repeat(17)))
                .isInstanceOf(MsrpSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({"1-*/*, 1, -1, -1", "1-5/10, 1, 5, 10", "5-*/10, 5, -1, 10", "1-0/0, 1, 0, 0", "11-10/10, 11, 10, 10"})
    void clause7_1_1_byteRange(String text, long start, long end, long total) throws MsrpSyntaxException {
        assertThat(ByteRange.parse(text)).isEqualTo(new ByteRange(start, end, total));
        assertThat(new ByteRange(start, end, total).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0-5/10", "5-3/10", "1-11/10", "*-5/10", "1-5", "1-5/", "a-b/c", "1-9999999999999999999/*"})
    void clause7_1_1_whatIsNoByteRangeIsRefused(String text) {
        assertThatThrownBy(() -> ByteRange.parse(text)).isInstanceOf(MsrpSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({"200 OK, 200, OK", "413, 413, ''", "999 a b, 999, a b"})
    void clause7_2_status(String text, int code, String comment) throws MsrpSyntaxException {
        assertThat(MsrpStatus.parse(text)).isEqualTo(new MsrpStatus(code, comment));
    }

    @Test
    void clause7_1_2_aReportedStatusIsOfNamespace000() throws MsrpSyntaxException {
        assertThat(MsrpStatus.parseReported("000 200 OK")).isEqualTo(MsrpStatus.OK);
        assertThatThrownBy(() -> MsrpStatus.parseReported("001 200 OK")).isInstanceOf(MsrpSyntaxException.class);
        assertThatThrownBy(() -> MsrpStatus.parseReported("200 OK")).isInstanceOf(MsrpSyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "YES, 200, true",
        "YES, 400, true",
        "PARTIAL, 200, false",
        "PARTIAL, 481, true",
        "NO, 200, false",
        "NO, 400, false"
    })
    void clause7_2_failureReportSaysWhichResponsesAreSent(FailureReport wish, int code, boolean sent) {
        assertThat(wish.wants(new MsrpStatus(code, ""))).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failure-Report: maybe", "Success-Report: partial", "Byte-Range: 0-1/2", "Message-ID: a b"})
    void clause7_1_1_wrongValuesAreRefused(String header) throws MsrpSyntaxException {
        String[] parts = header.split(": ");
        MsrpPath path = MsrpPath.parse("msrp://a:1/a;tcp");
        MsrpRequest request = new MsrpRequest(
                "abcd",
                "SEND",
                path,
                path,
                List.of(new MsrpHeader(parts[0], parts[1]), new MsrpHeader("Message-ID", "1234")));
        assertThatThrownBy(() -> SendHead.of(request)).isInstanceOf(MsrpSyntaxException.class);
    }

    @Test
    void clause7_1_contentTypeIsTheLastHeaderOfASend() throws MsrpSyntaxException {
        SendHead head = new SendHead(
                "1234",
                new ByteRange(1, ByteRange.UNKNOWN, 3000),
                true,
                FailureReport.PARTIAL,
                Optional.of("text/plain"),
                List.of(new MsrpHeader("Content-Disposition", "render")));
        MsrpPath path = MsrpPath.parse("msrp://a:1/a;tcp");
        String text = new String(FrameWriter.send("abcd", path, path, head), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(text)
                .isEqualTo("MSRP abcd SEND\r\nTo-Path: msrp://a:1/a;tcp\r\nFrom-Path: msrp://a:1/a;tcp\r\n"
                        + "Message-ID: 1234\r\nByte-Range: 1-*/3000\r\nSuccess-Report: yes\r\nFailure-Report: partial\r\n"
                        + "Content-Disposition: render\r\nContent-Type: text/plain\r\n\r\n");
        assertThat(SendHead.of(
                        Frames.of(text + "x\r\n-------abcd$\r\n").requests.get(0)))
                .isEqualTo(head);
    }

    @Test
    void clause7_1_2_aReportHasItsStatusAndNoReportWishes() throws MsrpSyntaxException {
        MsrpPath path = MsrpPath.parse("msrp://a:1/a;tcp");
        byte[] octets = FrameWriter.report("abcd", path, path, "1234", new ByteRange(1, 5, 5), MsrpStatus.OK);
        MsrpRequest report = Frames.of(octets).requests.get(0);

        assertThat(report.header("Status")).contains("000 200 OK");
        assertThat(report.header("Byte-Range")).contains("1-5/5");
        assertThat(report.headers()).hasSize(3);
    }

    @Property(tries = 500)
    void aHeaderCannotHoldALineEnd(@ForAll String value) {
        if (value.contains("\r") || value.contains("\n")) {
            assertThatThrownBy(() -> new MsrpHeader("X", value)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(new MsrpHeader("X", value).value()).isEqualTo(value);
        }
    }
}
