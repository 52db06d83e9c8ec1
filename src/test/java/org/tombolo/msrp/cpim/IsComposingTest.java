package org.tombolo.msrp.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3994. */
class IsComposingTest {
    private static IsComposing parse(String text) throws CpimException {
        return IsComposing.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String document(String inside) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">" + inside + "</isComposing>";
    }

    @Test
    void clause5_theExamplesAreRead() throws CpimException {
        assertThat(parse(document("<state>active</state><contenttype>text/plain</contenttype><refresh>90</refresh>")))
                .isEqualTo(new IsComposing(true, Optional.of(Duration.ofSeconds(90))));
        assertThat(
                        parse(
                                document(
                                        "<state>idle</state><lastactive>2003-01-27T10:43:00Z</lastactive><contenttype>audio</contenttype>")))
                .isEqualTo(new IsComposing(false, Optional.empty()));
    }

    @Test
    void clause6_1_anUnknownStateSaysNotThatSomebodyWrites() throws CpimException {
        assertThat(parse(document("<state>thinking</state>")).active()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', 120", "90, 90", "10, 10", "0, 120", "999999, 3600", "soon, 120"})
    void clause3_3_howLongItHolds(String refresh, int seconds) throws CpimException {
        assertThat(parse(document("<state>active</state><refresh>" + refresh + "</refresh>"))
                        .holds())
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<isComposing/>", "active"})
    void whatIsNoDocumentIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(CpimException.class);
        assertThatThrownBy(() -> parse(document(""))).isInstanceOf(CpimException.class);
    }

    @Test
    void whatIsWrittenIsRead() throws CpimException {
        for (boolean active : new boolean[] {true, false}) {
            for (Optional<Duration> refresh :
                    List.of(Optional.of(Duration.ofSeconds(60)), Optional.<Duration>empty())) {
                IsComposing news = new IsComposing(active, refresh);
                assertThat(IsComposing.parse(news.octets())).isEqualTo(news);
            }
        }
    }
}
