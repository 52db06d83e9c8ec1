package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3261 12.2.1.2, RFC 5057 5.1 and 5.2. */
class LegEndTest {
    @ParameterizedTest
    @CsvSource({
        "INFO, 481, true",
        "UPDATE, 481, true",
        "UPDATE, 408, true",
        "INFO, 408, false",
        "INFO, 415, false",
        "INFO, 501, false",
        "UPDATE, 200, false"
    })
    void aDialogEndsWithWhatItStandsOn(String method, int status, boolean ends) {
        assertThat(LegEnd.Lost.ends(method, status)).isEqualTo(ends);
    }
}
