package org.tombolo.xmpp.component;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jivesoftware.smack.packet.ExtensionElement;
import org.jivesoftware.smack.packet.StandardExtensionElement;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.ping.packet.Ping;

/** What every IMS user can, as XMPP asks for it (XEP-0030) and as her presence tells it (XEP-0115). */
final class UserCapabilities {
    static final DiscoverInfo.Identity IDENTITY = new DiscoverInfo.Identity("client", "IMS user", "phone");

    /** XEP-0166 12, XEP-0167 10: whoever can be called says so. */
    static final List<String> FEATURES = List.of(
            DiscoverInfo.NAMESPACE,
            Ping.NAMESPACE,
            "urn:xmpp:jingle:1",
            "urn:xmpp:jingle:apps:rtp:1",
            "urn:xmpp:jingle:apps:rtp:audio",
            "urn:xmpp:jingle:apps:rtp:video",
            "urn:xmpp:jingle:apps:rtp:rtcp-fb:0",
            "urn:xmpp:jingle:apps:grouping:0",
            "urn:xmpp:jingle:transports:ice-udp:1",
            "urn:xmpp:jingle:apps:dtls:0",
            CallMessages.NAMESPACE);

    private static final String NAMESPACE = "http://jabber.org/protocol/caps";
    private static final String NAME = "urn:tombolo:ims-user";
    private static final String VERSION = version();

    private UserCapabilities() {}

    /** XEP-0115 5.1 */
    private static String version() {
        String text = IDENTITY.getCategory() + "/" + IDENTITY.getType() + "//" + IDENTITY.getName() + "<"
                + FEATURES.stream().sorted().map(feature -> feature + "<").collect(Collectors.joining());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** XEP-0115 6.2: the node by which others ask for what our presence has told. */
    static String node() {
        return NAME + "#" + VERSION;
    }

    /** What a presence carries. */
    static ExtensionElement element() {
        return StandardExtensionElement.builder("c", NAMESPACE)
                .addAttribute("hash", "sha-1")
                .addAttribute("node", NAME)
                .addAttribute("ver", VERSION)
                .build();
    }
}
