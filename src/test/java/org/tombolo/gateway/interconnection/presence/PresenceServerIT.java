package org.tombolo.gateway.interconnection.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.tombolo.peer.Container;
import org.tombolo.peer.Ejabberd;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.Linphone;
import org.tombolo.peer.Ports;
import org.tombolo.peer.PresenceServer;
import org.tombolo.peer.Prosody;
import org.tombolo.peer.SipPeer;
import org.tombolo.peer.SipPeer.Message;
import org.tombolo.peer.XmppClient;
import org.tombolo.peer.XmppServer;

/**
 * Presence between Kamailio's presence server, Linphone, Prosody or ejabberd and Smack. Kamailio grants eight seconds at most,
 * so that every subscription here lives by refreshes.
 */
@ParameterizedClass
@EnumSource(Container.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PresenceServerIT {
    private static final String RULES = """
            <?xml version="1.0" encoding="UTF-8"?>
            <cr:ruleset xmlns="urn:ietf:params:xml:ns:pres-rules" xmlns:cr="urn:ietf:params:xml:ns:common-policy">
              <cr:rule id="juliet">
                <cr:conditions><cr:identity><cr:one id="sip:juliet@localhost"/></cr:identity></cr:conditions>
                <cr:actions><sub-handling>%s</sub-handling></cr:actions>
                <cr:transformations>
                  <provide-services><all-services/></provide-services>
                  <provide-persons><all-persons/></provide-persons>
                  <provide-all-attributes/>
                </cr:transformations>
              </cr:rule>
            </cr:ruleset>
            """;
    private static final String OPEN = """
            <?xml version="1.0" encoding="UTF-8"?>
            <presence xmlns="urn:ietf:params:xml:ns:pidf" entity="sip:%1$s@ims.test">
              <tuple id="ID-orchard"><status><basic>open</basic></status>
                <contact priority="0.5">sip:%1$s@ims.test</contact><note xml:lang="en">under the tree</note></tuple>
            </presence>
            """;

    @Parameter
    private Container container;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private XmppServer server;
    private PresenceServer ims;
    private SipPeer phone;
    private Path data;
    private Map<String, String> settings;
    private Gateway gateway;

    @BeforeParameterizedClassInvocation
    void startEverything() throws Exception {
        server = closing(container == Container.RESTCOMM ? Prosody.started() : Ejabberd.started());
        int sip = Ports.free();
        ims = closing(PresenceServer.start(Ports.free(), "127.0.0.1:" + sip));
        phone = closing(SipPeer.listening());
        data = Files.createTempDirectory(Files.createDirectories(Path.of("target", "peers")), "presence-server-");
        settings = Map.of(
                "tombolo.sip.port",
                String.valueOf(sip),
                "tombolo.ims.domain",
                PresenceServer.DOMAIN,
                "tombolo.sip.outbound.proxy",
                "sip:" + ims.address() + ";lr",
                "tombolo.sip.trusted.peers",
                "127.0.0.1",
                "tombolo.xmpp.port",
                String.valueOf(server.componentPort()),
                "tombolo.xmpp.domain",
                XmppServer.COMPONENT,
                "tombolo.xmpp.secret",
                XmppServer.SECRET);
        startGateway();
    }

    private void startGateway() throws IOException {
        gateway = Gateway.start(container, data, settings);
        gateway.awaitReady();
    }

    @AfterParameterizedClassInvocation
    void stopEverything() throws Exception {
        gateway.close();
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private <T extends AutoCloseable> T closing(T part) {
        running.push(part);
        return part;
    }

    private static String jid(String user) {
        return user + "@" + XmppServer.COMPONENT;
    }

    /** An IMS user publishes that she is under the tree; the entity-tag. */
    private String publish(String user, int seconds) throws IOException {
        Message published = phone.ask(
                ims.address(),
                "PUBLISH",
                "sip:" + user + "@ims.test",
                "sip:" + user + "@ims.test",
                OPEN.formatted(user),
                "Event: presence",
                "Content-Type: application/pidf+xml",
                "Expires: " + seconds);
        assertThat(published.status()).isEqualTo(200);
        return published.header("SIP-ETag");
    }

    private void unpublish(String user, String tag) throws IOException {
        assertThat(phone.ask(
                                ims.address(),
                                "PUBLISH",
                                "sip:" + user + "@ims.test",
                                "sip:" + user + "@ims.test",
                                "",
                                "Event: presence",
                                "SIP-If-Match: " + tag,
                                "Expires: 0")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rfc5025_3_2_1_herRulesDecideWhetherAnXmppUserSeesHer() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "balcony")) {
            publish("rosaline", 60);
            juliet.presence(jid("rosaline"), Type.subscribe);
            // Nothing is decided, and nothing is said, while it is refreshed.
            ims.awaitRefresh("sip:juliet@localhost", "rosaline");
            assertThat(juliet.presences())
                    .noneMatch(p -> String.valueOf(p.getFrom()).startsWith(jid("rosaline")));

            ims.put("pres-rules", "rosaline", RULES.formatted("allow"));
            juliet.awaitPresence(jid("rosaline"), Type.subscribed);
            Presence open = juliet.awaitPresence(jid("rosaline") + "/orchard", Type.available);
            assertThat(open.getStatus()).isEqualTo("under the tree");
            assertThat(open.getPriority()).isEqualTo(64);
            await().until(() -> juliet.subscription(jid("rosaline")).equals("to"));

            ims.put("pres-rules", "rosaline", RULES.formatted("block"));
            juliet.awaitPresence(jid("rosaline") + "/orchard", Type.unavailable);
            juliet.awaitPresence(jid("rosaline"), Type.unsubscribed);
        }
    }

    @Test
    void rfc3903_4_5_whatIsTakenBackOrExpiresIsNotShownAnyLonger() throws Exception {
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "window")) {
            ims.put("pres-rules", "paris", RULES.formatted("allow"));
            juliet.presence(jid("paris"), Type.subscribe);
            juliet.awaitPresence(jid("paris"), Type.subscribed);
            String tag = publish("paris", 60);
            juliet.awaitPresence(jid("paris") + "/orchard", Type.available);
            unpublish("paris", tag);
            juliet.awaitPresence(jid("paris") + "/orchard", Type.unavailable);

            publish("paris", 2);
            juliet.awaitPresence(jid("paris") + "/orchard", Type.available);
            juliet.awaitPresence(jid("paris") + "/orchard", Type.unavailable);
        }
    }

    @Test
    void linphoneAndAnXmppUserSeeEachOther() throws Exception {
        ims.put("pres-rules", "mercutio", RULES.formatted("allow"));
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "garden")) {
            try (Linphone mercutio =
                    Linphone.watching("sip:juliet@localhost", "", "mercutio", "ims.test", "", ims.address())) {
                mercutio.awaitRegistered();
                juliet.presence(jid("mercutio"), Type.subscribe);
                juliet.awaitPresence(jid("mercutio"), Type.subscribed);
                juliet.awaitPresence(jid("mercutio"), Type.available);

                juliet.awaitPresence(jid("mercutio"), Type.subscribe);
                juliet.presence(jid("mercutio"), Type.subscribed);
                mercutio.awaitLog("ID-garden");
            }
            // It takes back what it has published when it ends.
            juliet.awaitPresence(jid("mercutio"), Type.unavailable);
        }
    }

    @Test
    void noStaleOnline_afterOurEndWithoutWarning() throws Exception {
        ims.put("pres-rules", "benvolio", RULES.formatted("allow"));
        try (XmppClient juliet = XmppClient.signIn(server, "juliet", "hall")) {
            String tag = publish("benvolio", 600);
            juliet.presence(jid("benvolio"), Type.subscribe);
            juliet.awaitPresence(jid("benvolio"), Type.subscribed);
            juliet.awaitPresence(jid("benvolio") + "/orchard", Type.available);
            gateway.kill9();
            unpublish("benvolio", tag);
            startGateway();
            juliet.awaitPresence(jid("benvolio"), Type.unavailable);
            publish("benvolio", 600);
            juliet.awaitPresence(jid("benvolio") + "/orchard", Type.available);
        }
    }
}
