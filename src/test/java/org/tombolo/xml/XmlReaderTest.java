package org.tombolo.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlReaderTest {
    private static XmlElement read(String text) throws XmlException {
        return XmlReader.SIP_BODY.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void elementsAttributesAndTextAreRead() throws XmlException {
        XmlElement root =
                read("<a xmlns='urn:x' id='1'>t<p:b xmlns:p='urn:y' xml:lang='en'>&lt;<![CDATA[&]]></p:b></a>");
        assertThat(root.is("urn:x", "a")).isTrue();
        assertThat(root.attribute("id")).isEqualTo("1");
        assertThat(root.text()).isEqualTo("t");
        assertThat(root.childText("urn:y", "b")).isEqualTo("<&");
        assertThat(root.children().get(0).language()).isEqualTo("en");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws XmlException {
        XmlElement tree = XmlElement.of("urn:x", "a")
                .with("id", "\"<&>\n'")
                .with(
                        XmlElement.of("", "plain", " spaces and\ttabs\r\n ").inLanguage("de"),
                        XmlElement.of("urn:y", "b").with(XmlElement.of("urn:x", "c", "\ud83c\udfd4")));
        assertThat(read(XmlWriter.text(tree))).isEqualTo(tree);
    }

    @Test
    void charactersThatXmlDoesNotHaveAreReplaced() throws XmlException {
        assertThat(read(XmlWriter.text(XmlElement.of("", "a", "x\u0000y"))).text())
                .isEqualTo("x\ufffdy");
    }

    /** XML bombs, files and hosts that a document would like to see opened, and what is no XML at all. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
                "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                "<!DOCTYPE a [<!ENTITY b SYSTEM 'http://127.0.0.1:9/'>]><a>&b;</a>",
                "<!DOCTYPE a><a/>",
                "<a>&nbsp;</a>",
                "<a><b></a></b>",
                "<a",
                "",
                "no xml",
                "<a xmlns:p='urn:x'><q:b/></a>"
            })
    void badDocumentsAreRefused(String document) {
        assertThatThrownBy(() -> read(document)).isInstanceOf(XmlException.class);
    }

    @Test
    void sizeDepthAndNumberAreBounded() {
        assertThatThrownBy(() -> read("<a>" + "x".repeat(70_000) + "</a>")).hasMessageContaining("65536 bytes");
        assertThatThrownBy(() -> read("<a>".repeat(25) + "</a>".repeat(25))).hasMessageContaining("deeper than 24");
        assertThatThrownBy(() -> read("<a>" + "<b/>".repeat(4096) + "</a>")).hasMessageContaining("4096 elements");
    }
}
