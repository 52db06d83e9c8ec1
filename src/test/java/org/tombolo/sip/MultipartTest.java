package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 2046 5.1. */
class MultipartTest {
    private static Body mixed(String text) {
        return Body.text("multipart/mixed; boundary=\"a b\"", text);
    }

    @Test
    void clause5_1_1_partsAreWhatStandsBetweenTheDelimiters() {
        List<Multipart.Part> parts = Multipart.parts(
                        mixed(
                                "prologue\r\n--a b\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n"
                                        + "content-id: <1@x>\r\n\r\none\r\n--a bc\r\n--a b \r\n\r\ntwo\r\n\r\n--a b--\r\nepilogue"))
                .orElseThrow();

        assertThat(parts).extracting(part -> part.body().text()).containsExactly("one\r\n--a bc", "two\r\n");
        assertThat(parts)
                .extracting(part -> part.body().type())
                .containsExactly("text/plain; charset=utf-8", "text/plain");
        assertThat(parts.get(0).header("Content-ID")).contains("<1@x>");
        assertThat(parts.get(1).headers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "--a b", "--a b\r\n\r\none", "--a b--", "x--a b\r\n\r\none\r\n--a b--"})
    void whatHasNoPartsOrNoEndIsNone(String text) {
        assertThat(Multipart.parts(mixed(text))).isEmpty();
        assertThat(Multipart.parts(Body.text("multipart/mixed", text))).isEmpty();
    }

    @Test
    void partsAreBounded() {
        assertThat(Multipart.parts(mixed("--a b\r\n\r\n\r\n".repeat(17) + "--a b--")))
                .isEmpty();
        assertThat(Multipart.parts(mixed("--a b\r\n\r\n\r\n".repeat(16) + "--a b--"))
                        .orElseThrow())
                .hasSize(16);
    }

    @Property(tries = 300)
    void octetsComeOutAsTheyWentIn(@ForAll byte[] content) {
        byte[] head = "--zzzzzzzz\r\nContent-Type: image/png\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\r\n--zzzzzzzz--".getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + content.length + tail.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(content, 0, all, head.length, content.length);
        System.arraycopy(tail, 0, all, head.length + content.length, tail.length);

        List<Multipart.Part> parts = Multipart.parts(new Body("Multipart/Related;boundary=zzzzzzzz", all))
                .orElseThrow();

        assertThat(parts.get(0).body().bytes()).isEqualTo(content);
    }
}
