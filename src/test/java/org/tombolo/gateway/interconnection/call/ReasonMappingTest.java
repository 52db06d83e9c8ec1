package org.tombolo.gateway.interconnection.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.jingle.Reason;
import org.tombolo.jingle.Reason.Condition;

class ReasonMappingTest {

    @ParameterizedTest
    @CsvSource({
        "BUSY, 486",
        "DECLINE, 603",
        "GONE, 480",
        "TIMEOUT, 480",
        "INCOMPATIBLE_PARAMETERS, 488",
        "UNSUPPORTED_APPLICATIONS, 488",
        "UNSUPPORTED_TRANSPORTS, 488",
        "SECURITY_ERROR, 488",
        "FAILED_TRANSPORT, 480",
        "ALTERNATIVE_SESSION, 486",
    })
    void xep0166_7_4_aReasonBecomesAFinalResponse(Condition condition, int status) {
        assertThat(ReasonMapping.toStatus(condition)).isEqualTo(status);
    }

    /** TS 24.229 5.4.3: an S-CSCF takes those for a failure of the application server, and goes on without it. */
    @ParameterizedTest
    @EnumSource(Condition.class)
    void ts24229_5_4_3_noReasonBecomes408Or5xx(Condition condition) {
        assertThat(ReasonMapping.toStatus(condition))
                .isBetween(400, 699)
                .isNotEqualTo(408)
                .satisfiesAnyOf(
                        s -> assertThat(s).isLessThan(500), s -> assertThat(s).isGreaterThan(599));
    }

    @ParameterizedTest
    @CsvSource({
        "486, BUSY",
        "600, BUSY",
        "603, DECLINE",
        "403, DECLINE",
        "480, GONE",
        "404, GONE",
        "408, TIMEOUT",
        "488, INCOMPATIBLE_PARAMETERS",
        "606, INCOMPATIBLE_PARAMETERS",
        "487, CANCEL",
        "401, SECURITY_ERROR",
        "500, GENERAL_ERROR",
        "503, GENERAL_ERROR",
        "400, GENERAL_ERROR",
        "699, DECLINE",
    })
    void rfc3261_21_aFinalResponseBecomesAReason(int status, Condition condition) {
        assertThat(ReasonMapping.toReason(status, "").condition()).isEqualTo(condition);
    }

    @Test
    void thePhrasesAreKept() {
        assertThat(ReasonMapping.toReason(486, "Busy Here"))
                .isEqualTo(new Reason(Condition.BUSY, "SIP: 486 Busy Here"));
    }
}
