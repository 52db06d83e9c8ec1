package org.tombolo.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tombolo.config.TestSettings;

class PublicUrlTest {

    @Test
    void withoutASettingItIsOurHostAndPort() {
        assertThat(url("")).isEqualTo("http://127.0.0.1:8080");
        assertThat(url("", "bind", "0.0.0.0", "public.host", "gw.example")).isEqualTo("http://gw.example:8080");
    }

    @Test
    void underAContextPathItHasThePath() {
        assertThat(url("/tombolo")).isEqualTo("http://127.0.0.1:8080/tombolo");
    }

    @Test
    void aSettingHasItsPathItself() {
        assertThat(url("/tombolo", "public.url", "https://tv.example/")).isEqualTo("https://tv.example");
        assertThat(url("", "public.url", "https://tv.example/tombolo")).isEqualTo("https://tv.example/tombolo");
    }

    @Test
    void rfc3986Section3_2_2_anIpv6AddressStandsInBrackets() {
        assertThat(url("", "bind", "::1")).isEqualTo("http://[::1]:8080");
        assertThat(url("/t", "bind", "::1", "http.port", "0")).isEqualTo("https://[::1]:8443/t");
    }

    private static String url(String contextPath, String... settings) {
        return PublicUrl.of(TestSettings.in(Path.of("data"), settings).network(), contextPath)
                .text();
    }
}
