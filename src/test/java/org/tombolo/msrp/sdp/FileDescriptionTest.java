package org.tombolo.msrp.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.media.sdp.SdpException;

/** RFC 5547 6: attributes of a file. */
class FileDescriptionTest {
    private static final String HASH = "72:24:5F:E8:65:3D:DA:F3:71:36:2F:86:D4:71:91:3E:E4:A2:CE:2E";

    private static Optional<FileDescription> file(String... attributes) throws SdpException {
        String common = "a=path:msrp://atlanta.example.com:7654/jshA7we;tcp\r\na=accept-types:message/cpim";
        return MessageMediaTest.media("m=message 7654 TCP/MSRP *", common, String.join("\r\n", attributes))
                .file();
    }

    @Test
    void clause8_1_theExampleIsRead() throws SdpException {
        assertThat(file(
                        "a=sendonly",
                        "a=file-selector:name:\"My cool picture.jpg\" type:image/jpeg size:4092 hash:sha-1:" + HASH,
                        "a=file-transfer-id:vBnG916bdberum2fFEABR1FR3ExZMUrd",
                        "a=file-disposition:attachment",
                        "a=file-date:creation:\"Mon, 15 May 2006 15:01:31 +0300\"",
                        "a=file-icon:cid:id2@alicepc.example.com",
                        "a=file-range:1-4092"))
                .contains(new FileDescription(
                        new FileSelector(
                                Optional.of("My cool picture.jpg"),
                                Optional.of("image/jpeg"),
                                OptionalLong.of(4092),
                                List.of(new FileSelector.Hash("sha-1", HASH))),
                        Optional.of("vBnG916bdberum2fFEABR1FR3ExZMUrd"),
                        Optional.of("attachment"),
                        Map.of("creation", OffsetDateTime.parse("2006-05-15T15:01:31+03:00")),
                        Optional.of("cid:id2@alicepc.example.com"),
                        Optional.of(new FileDescription.Range(1, Optional.of(4092L)))));
    }

    @Test
    void aSessionWithoutASelectorIsForNoFile() throws SdpException {
        assertThat(file("a=file-transfer-id:abc")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "size:-1",
        "size:9999999999999999999",
        "hash:sha-1:zz",
        "type:jpeg",
        "name:plain.txt",
        "name:\"\"",
        "what:ever"
    })
    void clause6_aSelectorThatIsNotUnderstoodIsLeftOut(String selector) throws SdpException {
        assertThat(file("a=file-selector:" + selector).orElseThrow().selector())
                .isEqualTo(new FileSelector(Optional.empty(), Optional.empty(), OptionalLong.empty(), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "a=file-date:creation:\"yesterday\"",
        "a=file-range:5-4",
        "a=file-range:0-4",
        "a=file-icon:http://example.com/x",
        "a=file-disposition:a b",
        "a=file-transfer-id:a b"
    })
    void clause6_aMalformedOptionalAttributeIsLeftOut(String attribute) throws SdpException {
        FileDescription file = file("a=file-selector:size:1", attribute).orElseThrow();
        assertThat(file.dates()).isEmpty();
        assertThat(List.of(file.range(), file.icon(), file.disposition(), file.transferId()))
                .containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd,        passwd",
        "C:\\Users\\a\\b.txt,     b.txt",
        "a%2fb.txt,               b.txt",
        "%22quoted%22 100%25.txt, '\"quoted\" 100%.txt'",
        "f%C3%BCr.txt,            für.txt",
        "a%zz.txt,                a%zz.txt",
        "..,                      "
    })
    void clause10_aNameLeadsOutOfNoDirectory(String onTheWire, String name) throws SdpException {
        assertThat(file("a=file-selector:name:\"" + onTheWire + "\"")
                        .orElseThrow()
                        .selector()
                        .name())
                .isEqualTo(Optional.ofNullable(name));
    }

    @Test
    void aDescriptionCannotAddLines() {
        FileSelector any = new FileSelector(Optional.empty(), Optional.empty(), OptionalLong.of(1), List.of());
        assertThatThrownBy(() -> FileDescription.of(any, "a\r\na=x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new FileSelector(Optional.of("a\r\nb"), Optional.empty(), OptionalLong.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new FileSelector(Optional.empty(), Optional.of("a/b;\r\nx"), OptionalLong.empty(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("names") String name, @ForAll("sizes") long size) {
        FileSelector selector = new FileSelector(
                Optional.of(name),
                Optional.of("text/plain;charset=\"utf-8\""),
                OptionalLong.of(size),
                List.of(new FileSelector.Hash("sha-256", "AB:CD")));
        assertThat(FileSelector.parse(selector.text())).isEqualTo(selector);
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('\u00a0', '\u2fff')
                .excludeChars('/', '\\')
                .ofMinLength(1)
                .ofMaxLength(30)
                .filter(n -> !n.equals(".") && !n.equals(".."));
    }

    @Provide
    Arbitrary<Long> sizes() {
        return Arbitraries.longs().between(0, 1L << 50);
    }
}
