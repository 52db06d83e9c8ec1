package org.tombolo.msrp.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.msrp.cpim.FileLink.Resource;

/** GSMA RCC.07, File Transfer via HTTP. */
class FileLinkTest {
    private static FileLink parse(String inside) throws CpimException {
        return FileLink.parse(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                        + "<file xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\" xmlns:e=\"urn:x\">" + inside
                        + "</file>")
                .getBytes(StandardCharsets.UTF_8));
    }

    private static final String SIMPLEST = "<file-info type='file'><data url='https://ft.example.org/1'/></file-info>";

    @Test
    void theFileAndItsThumbnailAreRead() throws CpimException {
        Optional<Instant> until = Optional.of(Instant.parse("2026-11-21T14:09:31Z"));
        FileLink link = parse("""
                        <file-info type="thumbnail"><file-size>9216</file-size><content-type>image/jpeg</content-type>
                        <data url="https://ft.example.org/preview" until="2026-11-21T14:09:31Z"/></file-info>
                        <file-info type="file" file-disposition="render">
                          <file-size>171008</file-size><file-name>car &amp; dog.png</file-name>
                          <content-type>image/png</content-type>
                          <data url = "https://ft.example.org/s/1?a=b&amp;c=d" until = "2026-11-21T14:09:31Z"/>
                          <e:branded-url>https://other</e:branded-url>
                        </file-info>""");

        assertThat(link)
                .isEqualTo(new FileLink(
                        new Resource("https://ft.example.org/s/1?a=b&c=d", "image/png", OptionalLong.of(171008), until),
                        "car & dog.png",
                        Optional.of(new Resource(
                                "https://ft.example.org/preview", "image/jpeg", OptionalLong.of(9216), until))));
        assertThat(FileLink.parse(link.octets())).isEqualTo(link);
    }

    @Test
    void whatIsNotToldIsNotMadeUp() throws CpimException {
        FileLink link = parse(SIMPLEST);

        assertThat(link.file().size()).isEmpty();
        assertThat(link.file().until()).isEmpty();
        assertThat(link.thumbnail()).isEmpty();
        assertThat(FileLink.parse(link.octets())).isEqualTo(link);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-21T14:09:30Z, false", "2026-11-21T14:09:31Z, true", "2026-11-21T15:09:31+01:00, true"})
    void theEndIsTheServersWord(String now, boolean over) throws CpimException {
        FileLink link = parse(SIMPLEST.replace("/1'", "/1' until='2026-11-21T14:09:31Z'"));
        assertThat(link.isOver(OffsetDateTime.parse(now).toInstant())).isEqualTo(over);
    }

    @Test
    void aThumbnailThatCannotBeFetchedIsLeftOut() throws CpimException {
        assertThat(parse("<file-info type='thumbnail'><data url='javascript:1'/></file-info>" + SIMPLEST)
                        .thumbnail())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<file-info type='thumbnail'><data url='https://ft.example.org/preview'/></file-info>",
                "<file-info type='file'><file-name>a</file-name></file-info>",
                "<file-info type='file'><data url='javascript:alert(1)'/></file-info>",
                "<file-info type='file'><data url='file:///etc/passwd'/></file-info>",
                "<file-info type='file'><data url='https://'/></file-info>",
                "<file-info type='file'>"
            })
    void whatNamesNoFileIsRefused(String inside) {
        assertThatThrownBy(() -> parse(inside)).isInstanceOf(CpimException.class);
    }
}
