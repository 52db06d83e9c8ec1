package org.tombolo.sip.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPeersTest {
    private final TrustedPeers standalone = new TrustedPeers(Set.of(), true);

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1", "[::1]", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]"})
    void thisMachineIsTrustedInStandaloneMode(String address) {
        assertThat(standalone.trusts(address)).isTrue();
        assertThat(new TrustedPeers(Set.of(), false).trusts(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::", "::2", "::1:1", "2001:db8::1", "1::1", "0:0:0:0:0:0:1:1", "10.0.0.1", "12700", ""})
    void othersAreNot(String address) {
        assertThat(standalone.trusts(address)).isFalse();
    }
}
