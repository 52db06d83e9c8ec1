package org.tombolo.sip.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tombolo.sip.SipReply;

/** RFC 3261 14.2, RFC 3311 5.2. */
class OfferAnswerTest {
    private final OfferAnswer exchange = new OfferAnswer();

    private int refusal(boolean asking, boolean asked) {
        return exchange.refusal(asking, asked).map(SipReply::status).orElse(0);
    }

    @Test
    void anOfferThatCrossesOursIsGlare() {
        exchange.weOffer();
        assertThat(refusal(false, false)).isEqualTo(491);
        exchange.settled();
        assertThat(refusal(false, false)).isZero();
        assertThat(refusal(true, false)).isEqualTo(491);
    }

    @Test
    void aSecondOfferBeforeTheAnswerToTheFirstComesTooSoon() {
        exchange.theyOffer();
        assertThat(refusal(false, false)).isEqualTo(500);
        assertThat(exchange.refusal(false, false).orElseThrow().headers())
                .extracting(h -> h.name())
                .containsExactly("Retry-After");
        exchange.said();
        assertThat(refusal(false, false)).isZero();
        assertThat(refusal(false, true)).isEqualTo(500);
    }

    @Test
    void whatWeSayWithoutAnOfferIsOne() {
        exchange.said();
        assertThat(refusal(false, false)).isEqualTo(491);
    }
}
