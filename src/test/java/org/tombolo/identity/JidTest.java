package org.tombolo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7622: the examples of its section 3.5, and what it refuses there. */
class JidTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "juliet@example.com",
                "juliet@example.com/foo",
                "juliet@example.com/foo bar",
                "juliet@example.com/foo@bar",
                "foo\\20bar@example.com",
                "fussball@example.com",
                "fu\u00dfball@example.com",
                "\u03c0@example.com",
                "\u03c3@example.com/foo",
                "king@example.com/\u265a",
                "example.com",
                "example.com/foobar",
                "a.example.com/b@example.net",
                "juliet@[2001:db8::1]/balcony",
                "tschu\u0308ss@example.com",
                "\u05d0\u05d1@example.com",
            })
    void section3_5_validAddresses(String text) {
        assertThat(Jid.parse(text))
                .map(Jid::text)
                .contains(java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"juliet\"@example.com",
                "foo bar@example.com",
                "juliet@example.com/",
                "@example.com",
                "@example.com/foo",
                "juliet@",
                "/foobar",
                "henry\u2163@example.com",
                "\u265a@example.com",
                "a&b@example.com",
                "o'malley@example.com",
                "a:b@example.com",
                "a<b@example.com",
                "a>b@example.com",
                "a@b@example.com",
                "juliet@exa mple.com",
                "juliet@example..com",
                "juliet@-example.com",
                "juliet@exa_mple.com",
                "juliet@example.com/a\u0007b",
                "juli\u0000et@example.com",
                "a\u05d0@example.com",
                "juliet@[::g]",
            })
    void section3_5_addressesThatAreNone(String text) {
        assertThat(Jid.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Juliet@EXAMPLE.com/Balcony, juliet@example.com/Balcony",
        "juliet@example.com., juliet@example.com",
        "juliet@xn--mnchen-3ya.example, juliet@m\u00fcnchen.example",
        "\u03a3@example.com, \u03c3@example.com",
        "\uff4auliet@example.com, juliet@example.com",
        "juliet@example.com/foo\u00a0bar, juliet@example.com/foo bar",
    })
    void section3_partsArePrepared(String text, String prepared) {
        assertThat(Jid.parse(text)).map(Jid::text).contains(prepared);
    }

    @Test
    void section3_aPartHas1023BytesAtMost() {
        assertThat(Jid.parse("a".repeat(1023) + "@example.com/" + "\u00fc".repeat(511)))
                .isPresent();
        assertThat(Jid.parse("a".repeat(1024) + "@example.com")).isEmpty();
        assertThat(Jid.parse("a@example.com/" + "\u00fc".repeat(512))).isEmpty();
        assertThat(Jid.parse("a@" + "a".repeat(64) + ".example")).isEmpty();
    }

    @Test
    void namesThePartThatIsWrong() {
        assertThatThrownBy(() -> new Jid("o'malley", "example.com", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a localpart of an XMPP address: o'malley");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`space cadet`, space\\20cadet",
                "`call me \"ishmael\"`, call\\20me\\20\\22ishmael\\22",
                "`at&t guy`, at\\26t\\20guy",
                "`d'artagnan`, d\\27artagnan",
                "`/.fanboy`, \\2f.fanboy",
                "`::foo::`, \\3a\\3afoo\\3a\\3a",
                "`<foo>`, \\3cfoo\\3e",
                "`user@host`, user\\40host",
                "`c:\\net`, c\\3a\\net",
                "`c:\\\\net`, c\\3a\\\\net",
                "`c:\\cool stuff`, c\\3a\\cool\\20stuff",
                "`c:\\5commas`, c\\3a\\5c5commas",
            })
    void xep0106Section5_examples(String name, String local) {
        assertThat(JidEscape.escape(name)).isEqualTo(local);
        assertThat(JidEscape.unescape(local)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "juliet@example.com, xmpp:juliet@example.com",
                "o\\27malley@example.com/my balcony, xmpp:o%5C27malley@example.com/my%20balcony",
                "tschüss@example.com, xmpp:tsch%C3%BCss@example.com",
                "a#b?c%d@example.com/e/f, xmpp:a%23b%3Fc%25d@example.com/e%2Ff",
                "example.com, xmpp:example.com",
            })
    void rfc5122_2_2_theUriReadsAsTheAddress(String jid, String uri) {
        Jid address = Jid.parse(jid).orElseThrow();
        assertThat(address.uri()).isEqualTo(uri);
        assertThat(Address.parse(uri).orElseThrow()).isEqualTo(address);
    }

    @Property
    void xep0106_whatIsEscapedReadsTheSame(@ForAll String name) {
        assertThat(JidEscape.unescape(JidEscape.escape(name))).isEqualTo(name.strip());
    }

    @Property
    void whatIsPreparedStaysAsItIs(@ForAll String local, @ForAll String resource) {
        Jid.parse(local + "@example.com/" + resource)
                .ifPresent(jid -> assertThat(Jid.parse(jid.text())).contains(jid));
    }
}
