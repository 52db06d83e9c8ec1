package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 4028 4, 9. */
class SessionTimerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1800;refresher=uac | true  | 1800;refresher=uac",
                "1800;refresher=uas | true  | 1800;refresher=uas",
                "1800               | true  | 1800;refresher=uac",
                "1800;refresher=uac | false | 1800;refresher=uas",
                "1800               | false | 1800;refresher=uas",
                "60                 | false | 90;refresher=uas",
                "999999999          | true  | 86400;refresher=uac",
            })
    void table2(String asked, boolean kept, String agreed) {
        SessionTimer timer = SessionTimer.parse(asked).orElseThrow().agreed(kept);
        assertThat(timer.header()).isEqualTo(new Header("Session-Expires", agreed));
    }

    @ParameterizedTest
    @CsvSource({"''", "soon", "-1", "9999999999"})
    void whatIsNoTimerIsNone(String text) {
        assertThat(SessionTimer.parse(text)).isEmpty();
    }
}
