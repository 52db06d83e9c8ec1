package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3323 4.2 and RFC 3325 9.3: what a sender may ask for. */
class PrivacyTest {
    @Test
    void idUserAndHeaderHideTheSender() {
        for (String value : List.of("id", "user", "header", "ID", "session; id", "id;critical", "none;user")) {
            assertThat(Privacy.parse(List.of(value)).anonymous()).as(value).isTrue();
        }
        assertThat(Privacy.parse(List.of("session", "id")).anonymous()).isTrue();
    }

    @Test
    void otherValuesDoNot() {
        for (String value : List.of("none", "session", "history", "critical", "identical", "bid", "")) {
            assertThat(Privacy.parse(List.of(value)).anonymous()).as(value).isFalse();
        }
        assertThat(Privacy.parse(List.of()).anonymous()).isFalse();
    }
}
