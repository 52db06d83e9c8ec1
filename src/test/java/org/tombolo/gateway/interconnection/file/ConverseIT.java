package org.tombolo.gateway.interconnection.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.peer.Container;
import org.tombolo.peer.Converse;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.Standalone;
import org.tombolo.peer.XmppServer;

/** Pictures between Converse.js on Prosody and Linphone, which uploads and fetches them (GSMA RCC.07). */
class ConverseIT {
    private static final String BOB = "bob@" + XmppServer.COMPONENT;

    @TempDir
    private Path files;

    private static byte[] picture(int width) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, 100, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }

    @Test
    void xep0363_converseSendsAPictureToAPhoneAndShowsOneFromIt() throws Exception {
        Standalone standalone = Standalone.in(Container.RESTCOMM);
        try (Linphone bob = Linphone.sharing(
                        standalone.gateway().url() + "/files",
                        "bob",
                        Standalone.DOMAIN,
                        standalone.password("bob"),
                        standalone.address());
                Converse juliet = Converse.signedIn(standalone.prosody(), "juliet")) {
            bob.awaitRegistered();
            juliet.open(BOB);
            byte[] sent = picture(150);
            juliet.send(BOB, "night.png", "image/png", Base64.getEncoder().encodeToString(sent));
            assertThat(bob.fetch("night.png", sent.length)).isEqualTo(sent);

            Path dawn = Files.write(files.resolve("dawn.png"), picture(170));
            bob.file("sip:juliet@localhost", dawn);
            assertThat(juliet.awaitPicture("/dawn.png")).isEqualTo(170);
            juliet.browser().screenshot("converse");
        }
    }
}
