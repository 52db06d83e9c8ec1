package org.tombolo.msrp.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GSMA RCC.07, File Transfer via HTTP. */
class FileLinkTest {
    private static FileLink parse(String inside) throws CpimException {
        return FileLink.parse(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
                        + "<file xmlns=\"urn:gsma:params:xml:ns:rcs:rcs:fthttp\" xmlns:e=\"urn:x\">" + inside
                        + "</file>")
                .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFileIsTakenAndNotItsPreview() throws CpimException {
        assertThat(parse("""
                        <file-info type="thumbnail"><file-size>9216</file-size><content-type>image/jpeg</content-type>
                        <data url="https://ft.example.org/preview" until="2026-11-21T14:09:31Z"/></file-info>
                        <file-info type="file" file-disposition="render">
                          <file-size>171008</file-size><file-name>car &amp; dog.png</file-name>
                          <content-type>image/png</content-type>
                          <data url = "https://ft.example.org/s/1?a=b&amp;c=d" until = "2026-11-21T14:09:31Z"/>
                          <e:branded-url>https://other</e:branded-url>
                        </file-info>""")).isEqualTo(new FileLink("https://ft.example.org/s/1?a=b&c=d", "car & dog.png"));
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
