package org.tombolo.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreconditionsTest {
    private static final String HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    private static final String ANSWER = HEAD + "m=audio 20000 RTP/AVP 0\r\nm=video 0 RTP/AVP 96\r\n";

    private static Preconditions of(String... lines) {
        return Preconditions.of(HEAD + "m=audio 4000 RTP/AVP 0\r\n" + String.join("\r\n", lines)
                        + "\r\nm=video 4002 RTP/AVP 96\r\na=des:qos optional local sendrecv\r\n")
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "none, sendrecv, false",
        "send, sendrecv, false",
        "send, send, true",
        "sendrecv, recv, true",
        "garbage, send, false",
        "none, none, true",
    })
    void rfc3312_5_metIsWhatCoversAllThatIsMandatory(String current, String desired, boolean met) {
        assertThat(of("a=curr:qos local " + current, "a=des:qos mandatory local " + desired)
                        .met())
                .isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "qos mandatory local sendrecv, false",
        "qos optional e2e sendrecv, false",
        "qos mandatory e2e sendrecv, true",
        "sec mandatory local sendrecv, true",
        "nonsense, false"
    })
    void rfc3312_8_whatNobodyKnowsIsTold(String wish, boolean unknown) {
        assertThat(of("a=des:" + wish).unknown()).isEqualTo(unknown);
    }

    @Test
    void rfc3312_7_theAnswerTellsWhereBothStandAndAsksToBeTold() throws SdpException {
        Preconditions asked = of("a=curr:qos local none", "a=des:qos mandatory local sendrecv");
        assertThat(asked.answered(ANSWER))
                .containsSubsequence(
                        "m=audio 20000",
                        "a=curr:qos local sendrecv\r\na=curr:qos remote none\r\n",
                        "a=des:qos mandatory local sendrecv\r\na=des:qos mandatory remote sendrecv\r\n",
                        "a=conf:qos remote sendrecv\r\nm=video 0 RTP/AVP 96\r\n")
                .endsWith("m=video 0 RTP/AVP 96\r\n");
        Preconditions met = of("a=curr:qos local sendrecv", "a=des:qos mandatory local sendrecv");
        assertThat(met.answered(ANSWER)).contains("a=curr:qos remote sendrecv").doesNotContain("a=conf");
    }

    @Test
    void anOfferThatAsksForNothingHasNone() {
        assertThat(Preconditions.of(ANSWER)).isEmpty();
        assertThat(Preconditions.of("v=1")).isEmpty();
        assertThat(Preconditions.of(HEAD + "m=audio 0 RTP/AVP 0\r\na=des:qos mandatory local sendrecv\r\n"))
                .isEmpty();
    }
}
