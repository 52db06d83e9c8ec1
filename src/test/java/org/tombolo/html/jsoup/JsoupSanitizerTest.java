package org.tombolo.html.jsoup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.html.SafeHtml;
import org.xml.sax.InputSource;

class JsoupSanitizerTest {
    private final JsoupSanitizer sanitizer = new JsoupSanitizer();

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<b>Hi</b> <i>you</i> ~ <strong>Hi</strong> <em>you</em> ~ Hi you",
                "<p>One</p><p>Two<br>Three</p> ~ <p>One</p><p>Two<br/>Three</p> ~ `One\nTwo\nThree`",
                "<u>a</u><s>b</s> ~ <span style=\"text-decoration: underline\">a</span>"
                        + "<span style=\"text-decoration: line-through\">b</span> ~ ab",
                "<a href='https://a.test/?b=1&amp;c'>here</a> ~ <a href=\"https://a.test/?b=1&amp;c\">here</a>"
                        + " ~ here <https://a.test/?b=1&c>",
                "<a href='tel:+15550001'>+15550001</a> ~ <a href=\"tel:+15550001\">+15550001</a> ~ +15550001",
                "<ol><li>a<li>b</ol><ul><li>c</ul> ~ <ol><li>a</li><li>b</li></ol><ul><li>c</li></ul> ~ `1. a\n2. b\n* c`",
                "`<pre>a\n  b</pre>` ~ `<pre>a\n  b</pre>` ~ `a\n  b`",
                "1 &lt; 2 &amp; 3&nbsp;4 ~ 1 &lt; 2 &amp; 3\u00a04 ~ 1 < 2 & 3\u00a04",
                "<span style='color:red;font-weight:bold'>x</span> ~ <span style=\"color: red; font-weight: bold\">x</span> ~ x",
                "<center>x</center> ~ x ~ x",
                "plain ~ plain ~ plain",
            })
    void xep0071_6_whatPasses(String html, String content, String text) {
        SafeHtml safe = sanitizer.html(html);
        assertThat(safe.content()).isEqualTo(content);
        assertThat(safe.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "<script>alert(1)</script>x",
                "<style>*{}</style>x",
                "<a href='javascript:alert(1)'>x</a>",
                "<a href=' java\tscript:alert(1)'>x</a>",
                "<a href='data:text/html,x'>x</a>",
                "<a href='//evil.test'>x</a>",
                "<b onclick='alert(1)'>x</b>",
                "<iframe src='https://evil.test'></iframe>x",
                "<object data='x'></object>x",
                "<form action='https://evil.test'><input></form>x",
                "<span style='background-image:url(https://evil.test)'>x</span>",
                "<span style='color:expression(alert(1))'>x</span>",
                "<span style='color:\\75 rl(x)'>x</span>",
                "<span style='position:fixed;top:0'>x</span>",
                "<img src='https://evil.test/track' alt='x'>",
                "<svg onload='alert(1)'></svg>x",
                "<x:b xmlns:x='y'>x</x:b>",
            })
    void xep0071_8_6_whatRunsOrTellsIsGone(String html) {
        SafeHtml safe = sanitizer.html(html);
        assertThat(safe.text()).isEqualTo("x");
        assertThat(safe.reduced()).isTrue();
        assertThat(safe.content())
                .doesNotContain("evil")
                .doesNotContain("alert")
                .doesNotContain("url");
    }

    @Test
    void xep0071_7_anXhtmlBodyBecomesHtml() {
        SafeHtml safe = sanitizer.xhtml("<body xmlns='http://www.w3.org/1999/xhtml'>"
                + "<p style='font-weight:bold'>hi &amp; <br/>bye</p></body>");
        assertThat(safe.document())
                .isEqualTo("<html><body><p style=\"font-weight: bold\">hi &amp; <br/>bye</p></body></html>");
        assertThat(safe.text()).isEqualTo("hi &\nbye");
        assertThat(safe.formatted()).isTrue();
        assertThat(safe.reduced()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hi", "<p>hi</p>", "<html><body>hi<br>there</body></html>", "<div><span>hi</span></div>"})
    void whatSaysNoMoreThanTextIsNotFormatted(String html) {
        assertThat(sanitizer.html(html).formatted()).isFalse();
        assertThat(sanitizer.html(html).reduced()).isFalse();
    }

    @Test
    void noEntityIsReadFromElsewhere() {
        String bomb = "<!DOCTYPE b [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'><!ENTITY c SYSTEM 'file:///etc/passwd'>]>"
                + "<body>&b;&c;x</body>";
        assertThat(sanitizer.xhtml(bomb).text()).doesNotContain("root:").hasSizeLessThan(200);
        assertThat(sanitizer.html(bomb).text()).doesNotContain("root:").hasSizeLessThan(200);
    }

    @Test
    void whatIsNestedWithoutEndLosesItsMarkup() {
        SafeHtml safe = sanitizer.html("<b>".repeat(20_000) + "x");
        assertThat(safe.text()).isEqualTo("x");
        assertThat(safe.content()).hasSizeLessThan(2000);
        assertThat(sanitizer.xhtml("<span>".repeat(10_000) + "x").text()).isEqualTo("x");
    }

    @Test
    void whatIsTooLongIsNone() {
        assertThat(sanitizer.html("x".repeat(70_000))).isEqualTo(SafeHtml.NONE);
    }

    @Property
    void whateverIsGivenTheResultIsWellFormed(@ForAll String words, @ForAll("tags") String tags) {
        for (String markup : new String[] {words, tags, "<p title=\"" + words + "\">" + tags}) {
            wellFormed(sanitizer.html(markup));
            wellFormed(sanitizer.xhtml(markup));
        }
    }

    @net.jqwik.api.Provide
    net.jqwik.api.Arbitrary<String> tags() {
        return net.jqwik.api.Arbitraries.of(
                        "<b>",
                        "</b>",
                        "<p>",
                        "</p>",
                        "<a href='https://x'>",
                        "</a>",
                        "<br>",
                        "<li>",
                        "<ol>",
                        "</ol>",
                        "&",
                        "&lt",
                        "]]>",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "<",
                        ">",
                        "\"",
                        "'",
                        "\u0001",
                        "\ud800",
                        "x",
                        " ",
                        "<pre>",
                        "<table><tr><td>",
                        "<?x?>",
                        "<span style='color:red'>")
                .list()
                .ofMaxSize(15)
                .map(list -> String.join("", list));
    }

    private static void wellFormed(SafeHtml safe) {
        assertThatCode(() -> DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(safe.xhtmlBody()))))
                .as(safe.xhtmlBody())
                .doesNotThrowAnyException();
    }
}
