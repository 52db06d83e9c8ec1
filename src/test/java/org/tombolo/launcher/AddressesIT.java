package org.tombolo.launcher;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Gateway;

/** The gateway on another address than 127.0.0.1, with links that start elsewhere. */
class AddressesIT {
    private static final String PORTAL = "http://portal.example/tombolo";

    @TempDir
    Path data;

    @ParameterizedTest
    @CsvSource({
        "RESTCOMM, 127.0.0.2, 127.0.0.9",
        "RESTCOMM, ::1, ::1",
        "LIBERTY, 127.0.0.2, 127.0.0.9",
        "LIBERTY, ::1, ::1",
    })
    void othersSeeTheAddressWeListenOn(Container container, String bind, String phoneHost) throws Exception {
        Map<String, String> settings = Map.of("tombolo.bind", bind, "tombolo.public.url", PORTAL);
        try (Gateway gateway = Gateway.start(container, data, settings);
                UdpPhone phone = new UdpPhone(phoneHost, bind, gateway.sipPort())) {
            PublicHost seen = new PublicHost(bind, gateway, phone);
            seen.onlyTheBindAddressIsListenedOn();
            seen.aShareIsAnsweredFromIt(PORTAL + "/watch/");
            seen.aCallComesFromIt();
        }
    }
}
