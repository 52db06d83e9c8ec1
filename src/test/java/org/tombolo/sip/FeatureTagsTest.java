package org.tombolo.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** RFC 3840 9, RFC 3841 9.2, TS 24.229 7.9.2. */
class FeatureTagsTest {
    private static final String IARI = "+g.3gpp.iari-ref";
    private static final String GSMA_VS = "urn:urn-7:3gpp-application.ims.iari.gsma-vs";

    private static FeatureTags tags(String... values) {
        return FeatureTags.of(List.of(values));
    }

    @Test
    void aTagIsThereWithAndWithoutAValueUnlessItIsDenied() {
        assertThat(tags("<sip:a@b>;+g.3gpp.cs-voice").has("+g.3gpp.cs-voice")).isTrue();
        assertThat(tags("*;video=\"TRUE\";explicit").has("video")).isTrue();
        assertThat(tags("*;video=\"FALSE\"").has("video")).isFalse();
        assertThat(tags("sip:a@b").has("video")).isFalse();
    }

    @Test
    void parametersOfTheUriAreNoTags() {
        assertThat(tags("<sip:a@b;video>;q=0.5").has("video")).isFalse();
        assertThat(tags("\"; video\" <sip:a@b>").has("video")).isFalse();
    }

    @Test
    void oneOfAListIsFoundEscapedOrNot() {
        String other = "urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-is";
        String escaped = "urn%3Aurn-7%3A3gpp-application.ims.iari.gsma-vs";
        assertThat(tags("<sip:a@b>;" + IARI + "=\"" + other + "," + escaped + "\"")
                        .has(IARI, GSMA_VS))
                .isTrue();
        assertThat(tags("<sip:a@b>;" + IARI + "=" + GSMA_VS).has(IARI, GSMA_VS)).isTrue();
        assertThat(tags("<sip:a@b>;" + IARI + "=\"" + other + "\"", "*;" + IARI + "=\"" + escaped + "\"")
                        .has(IARI, GSMA_VS))
                .isTrue();
        assertThat(tags("<sip:a@b>;" + IARI + "=\"" + escaped + "x\"").has(IARI, GSMA_VS))
                .isFalse();
    }
}
