package org.tombolo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The drivers of tshark and of ffmpeg as RTP sender, against each other. */
class TsharkIT {

    @Test
    void rtpThatIsSentIsSeenAndDecoded() throws IOException {
        int port = Ports.free(2);
        try (Tshark tshark = Tshark.capture("udp port " + port)) {
            try (Rtp rtp = Rtp.h264("127.0.0.1", port, 96, "176x144", 10, Duration.ofSeconds(2))) {
                rtp.await(Duration.ofSeconds(20));
            }
            List<String> asRtp = List.of("-d", "udp.port==" + port + ",rtp");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(tshark.fields("rtp.marker == 1", asRtp, "rtp.p_type"))
                            .hasSizeGreaterThanOrEqualTo(15)
                            .containsOnly("96"));
        }
    }
}
