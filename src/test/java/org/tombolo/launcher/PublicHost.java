package org.tombolo.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.tombolo.peer.Gateway;
import org.tombolo.peer.PortalClient;
import org.tombolo.peer.Sipp;

/**
 * The host that others are to see of a gateway, and what they do see.
 *
 * @param host name or address
 * @param phone in another place than the gateway
 */
record PublicHost(String host, Gateway gateway, UdpPhone phone) {
    private static final String DOMAIN = "ims.localhost";

    void onlyTheBindAddressIsListenedOn() throws IOException {
        String bind = gateway.setting("tombolo.bind");
        assertThat(ListeningSockets.of(gateway.pid()))
                .isNotEmpty()
                .allMatch(socket -> socket.contains(" " + bind + ":"));
    }

    /** In Contact, SDP and link; the dialog's own requests go to the Contact, which the phone may reach at another address. */
    void aShareIsAnsweredFromIt(String watchUrl) throws Exception {
        String invite = SipText.invite(phone.via());
        String answer = phone.ask(invite);
        assertThat(answer).startsWith("SIP/2.0 200");
        phone.send(SipText.inDialog("ACK", invite, answer, phone.via()));
        assertThat(shortened(SipText.header(answer, "Contact")))
                .contains(uriHost() + ":" + gateway.sipPort())
                .doesNotContain("127.0.0.1");
        assertThat(shortened(SipText.connection(answer))).isEqualTo(host);
        assertThat(PortalClient.signIn(gateway, "admin")
                        .get("/api/v1/shares")
                        .path("items")
                        .path(0)
                        .path("watchUrl")
                        .asText())
                .startsWith(watchUrl);
        assertThat(phone.ask(SipText.inDialog("BYE", invite, answer, phone.via())))
                .startsWith("SIP/2.0 200");
    }

    /** In Via and Contact of a request that we start. */
    void aCallComesFromIt() throws Exception {
        register(phone.hostAndPort());
        PortalClient portal = PortalClient.signIn(gateway, "alice");
        String call = call(portal);
        String invite = phone.await(message -> message.startsWith("INVITE"));
        assertThat(shortened(SipText.header(invite, "Via")))
                .startsWith("SIP/2.0/UDP " + uriHost() + ":" + gateway.sipPort());
        assertThat(shortened(SipText.header(invite, "Contact"))).contains(uriHost() + ":" + gateway.sipPort());
        assertThat(invite).doesNotContain("127.0.0.1");
        portal.delete("/click-to-dial/v0.2rc1/calls/" + call);
    }

    /** Starts a call from alice to bob. */
    static String call(PortalClient portal) throws IOException {
        return portal.post(
                        "/click-to-dial/v0.2rc1/calls",
                        Map.of("caller", Map.of("number", "+15550001"), "callee", Map.of("number", "+15550002")))
                .path("callId")
                .asText();
    }

    /** Registers a Contact of alice's. */
    void register(String contact) throws IOException {
        String bind = gateway.setting("tombolo.bind");
        String password =
                PortalClient.password(java.nio.file.Path.of(gateway.setting("tombolo.data")), "alice@" + DOMAIN);
        Sipp.Result registered = Sipp.scenario("register.xml")
                .to(SipText.uriHost(bind) + ":" + gateway.sipPort())
                .add("-i", bind.contains(":") ? bind : "127.0.0.9")
                .with("user", "alice")
                .with("domain", DOMAIN)
                // sipp takes [::1] for a keyword; its own writes the same.
                .with("contact", contact.replace("[::1]", "[local_ip]"))
                .with("password", password)
                .run();
        assertThat(registered.ok()).as(registered.toString()).isTrue();
    }

    /** RFC 5952: Java writes zeros that others leave out; it is the same address. */
    private static String shortened(String text) {
        return text.replace("0:0:0:0:0:0:0:1", "::1");
    }

    private String uriHost() {
        return SipText.uriHost(host);
    }
}
