package org.tombolo.msrp.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3862. */
class CpimTest {
    /** The example of RFC 3862 5.1, with its signature left out. */
    private static final String EXAMPLE = String.join(
            "\r\n",
            "From: MR SANDERS <im:piglet@100akerwood.com>",
            "To: Depressed Donkey <im:eeyore@100akerwood.com>",
            "DateTime: 2000-12-13T13:40:00-08:00",
            "Subject: the weather will be fine today",
            "Subject:;lang=fr beau temps prevu pour aujourd'hui",
            "NS: MyFeatures <mid:MessageFeatures@id.foo.com>",
            "Require: MyFeatures.VitalMessageOption",
            "MyFeatures.VitalMessageOption: Confirmation-requested",
            "MyFeatures.WackyMessageOption: Use-silly-font",
            "",
            "Content-type: text/xml; charset=utf-8",
            "Content-ID: <1234567890@foo.com>",
            "",
            "<body>",
            "Here is the text of my message.",
            "</body>");

    private static Cpim parse(String text) throws CpimException {
        return Cpim.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void example5_1() throws CpimException {
        Cpim message = parse(EXAMPLE);

        assertThat(message.from()).contains(new CpimAddress("MR SANDERS", "im:piglet@100akerwood.com"));
        assertThat(message.to()).containsExactly(new CpimAddress("Depressed Donkey", "im:eeyore@100akerwood.com"));
        assertThat(message.dateTime()).contains(Instant.parse("2000-12-13T21:40:00Z"));
        assertThat(message.subject().orElseThrow().value()).isEqualTo("the weather will be fine today");
        assertThat(message.values(Cpim.CORE, "Subject").get(1).parameters()).isEqualTo(Map.of("lang", "fr"));
        assertThat(message.contentType()).isEqualTo("text/xml; charset=utf-8");
        assertThat(message.contentHeader("content-id")).contains("<1234567890@foo.com>");
        assertThat(new String(message.content(), StandardCharsets.UTF_8)).isEqualTo("""
                <body>\r
                Here is the text of my message.\r
                </body>""");
    }

    @Test
    void clause3_4_aPrefixStandsForItsNamespace() throws CpimException {
        Cpim message = parse(EXAMPLE);

        assertThat(message.header("mid:MessageFeatures@id.foo.com", "WackyMessageOption"))
                .contains("Use-silly-font");
        assertThat(message.header(Cpim.CORE, "WackyMessageOption")).isEmpty();
        assertThat(parse("NS: <urn:other>\r\nFrom: <im:a@b>\r\n\r\n\r\n").from())
                .isEmpty();
    }

    @Test
    void clause3_4_aDeclarationHoldsForTheHeadersBehindIt() throws CpimException {
        Cpim message =
                parse("From: <im:a@b>\r\nx.name: early\r\nNS: <urn:other>\r\nNS: x <urn:x>\r\nTo: me\r\nx.name: late"
                        + "\r\n\r\n\r\n");

        assertThat(message.from()).contains(CpimAddress.of("im:a@b"));
        assertThat(message.header("urn:other", "To")).contains("me");
        assertThat(message.values("urn:x", "name"))
                .extracting(CpimHeader::value)
                .containsExactly("late");
    }

    @Test
    void clause4_7_ourOwnHeadersAreUnderstoodUnderAnyPrefix() throws CpimException {
        assertThat(parse("NS: n <urn:ietf:params:imdn>\r\nRequire: Subject,n.Message-ID,n.Later,From.x\r\n\r\n\r\n")
                        .notUnderstood(Set.of()))
                .containsExactly("n.Later", "From.x");
    }

    @Test
    void clause4_7_requireNamesWhatMustBeUnderstood() throws CpimException {
        assertThat(parse(EXAMPLE).notUnderstood(Set.of())).containsExactly("MyFeatures.VitalMessageOption");
        assertThat(parse(EXAMPLE).notUnderstood(Set.of("MyFeatures.VitalMessageOption")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a\\u00e9b, aéb",
        "a\\\\b, a\\b",
        "say \\\"hi\\\", say \"hi\"",
        "it\\'s, it's",
        "\\u12, u12",
        "C:\\dir, C:dir",
        "end\\, end"
    })
    void clause2_3_escapes(String onTheWire, String value) throws CpimException {
        assertThat(parse("Subject: " + onTheWire + "\r\n\r\n\r\nx")
                        .subject()
                        .orElseThrow()
                        .value())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "From: <im:a@b>",
                "From: <im:a@b>\r\n\r\nContent-Type: text/plain\r\n",
                "no header\r\n\r\n\r\nx",
                "From: <im:a@b>\r\n\r\nno header\r\n\r\nx",
                "a b: c\r\n\r\n\r\nx",
                "From: <im:a@b>\r\n\r\nContent-Length: 5\r\n\r\nabcd",
                "From: <im:a@b>\r\n\r\nContent-Length: 3\r\n\r\nabcd"
            })
    void whatIsNoMessageIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(CpimException.class);
    }

    @Test
    void headersAreBounded() {
        assertThatThrownBy(() -> parse("X: y\r\n".repeat(65) + "\r\n\r\n")).isInstanceOf(CpimException.class);
        assertThatThrownBy(() -> parse("X: " + "y".repeat(20_000) + "\r\n\r\n\r\n"))
                .isInstanceOf(CpimException.class);
    }

    @Test
    void bareLineFeedsAndCountedLineEndsAreTolerated() throws CpimException {
        Cpim message = parse("From: <im:a@b>\nTo: <im:c@d>\n\nContent-Type: text/plain\nContent-Length: 2\n\nhi\r\n");

        assertThat(message.from()).contains(CpimAddress.of("im:a@b"));
        assertThat(message.content()).isEqualTo("hi".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<im:a@b", "im:a@b", "<>", "\"a <im:a@b>", "<im:a b>"})
    void clause4_1_whatIsNoAddressIsNone(String value) throws CpimException {
        assertThat(parse("From: " + value + "\r\n\r\n\r\n").from()).isEmpty();
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("texts") String subject, @ForAll("texts") String name, @ForAll byte[] content)
            throws CpimException {
        Cpim written = Cpim.of("application/octet-stream", content)
                .between(new CpimAddress(name, "sip:a@example.org"), CpimAddress.of("sip:b@example.org"), Instant.EPOCH)
                .with(CpimHeader.of("Subject", subject));

        Cpim read = Cpim.parse(written.octets());

        assertThat(read.content()).isEqualTo(content);
        assertThat(read.subject().orElseThrow().value()).isEqualTo(subject.replaceAll("^ +| +$", ""));
        assertThat(read.from().orElseThrow().uri()).isEqualTo("sip:a@example.org");
        assertThat(read.dateTime()).contains(Instant.EPOCH);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withCharRange('\u0001', '\u2fff').ofMaxLength(40);
    }

    @Property(tries = 1000)
    void anythingIsReadOrRefused(@ForAll byte[] octets) {
        try {
            assertThat(Cpim.parse(octets).octets()).isNotEmpty();
        } catch (CpimException e) {
            assertThat(e).hasMessageNotContaining("\n");
        }
    }

    @Test
    void theWireFormHasEveryPartInItsPlace() {
        Cpim message = Cpim.of("text/plain", "hi".getBytes(StandardCharsets.UTF_8))
                .between(new CpimAddress("A \"B\"", "sip:a@b"), CpimAddress.of("tel:+15550001"), Instant.EPOCH)
                .with(new MimeHeader("Content-Disposition", "render"));

        assertThat(new String(message.octets(), StandardCharsets.UTF_8).split("\r\n", -1))
                .isEqualTo(new String[] {
                    "From: \"A 'B'\" <sip:a@b>",
                    "To: <tel:+15550001>",
                    "DateTime: 1970-01-01T00:00:00Z",
                    "",
                    "Content-Type: text/plain",
                    "Content-Disposition: render",
                    "",
                    "hi"
                });
    }

    @Test
    void carbonCopiesAreListed() throws CpimException {
        assertThat(parse("cc: <im:a@b>\r\ncc: C <im:c@d>\r\n\r\n\r\n").cc())
                .isEqualTo(List.of(CpimAddress.of("im:a@b"), new CpimAddress("C", "im:c@d")));
    }
}
