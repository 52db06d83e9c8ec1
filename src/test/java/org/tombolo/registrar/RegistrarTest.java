package org.tombolo.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;

class RegistrarTest {
    private static final String DOMAIN = "ims.localhost";
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final Clock clock = new Clock() {
        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    private final Location location = new Location(
            Map.of(new TelNumber("+15550001"), SipAddress.of("alice", DOMAIN)),
            user -> user.user().equals("alice"),
            clock);
    private final RegistrationEvents events = new RegistrationEvents();
    private final Registrar registrar = new Registrar(
            location,
            DOMAIN,
            name -> name.equals("alice@" + DOMAIN) ? Optional.of("secret") : Optional.empty(),
            new byte[16],
            events,
            clock);

    @Test
    void rfc3261_22_aRegisterWithoutCredentialsIsChallenged() {
        SipReply reply = register("", "<sip:alice@127.0.0.1:5070>");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(value(reply, "WWW-Authenticate")).contains("realm=\"ims.localhost\"", "qop=\"auth\"");
    }

    @Test
    void whoRegistersIsToldByAddressAndNumber() {
        List<String> registered = new java.util.ArrayList<>();
        events.listen(registered::add);
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=60");
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=0");
        assertThat(registered).containsExactly("sip:alice@ims.localhost", "tel:+15550001");
        assertThat(location.knows("tel:+15550001")).isTrue();
        assertThat(location.knows("sip:nobody@ims.localhost")).isFalse();
    }

    @Test
    void rfc3261_10_3_goodCredentialsBindTheContactForTheAddressAndTheNumber() {
        assertThat(signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=60")
                        .status())
                .isEqualTo(200);
        assertThat(location.targets("sip:alice@ims.localhost")).containsExactly("sip:alice@127.0.0.1:5070");
        assertThat(location.find("tel:+15550001"))
                .hasValueSatisfying(d -> assertThat(d.requestUri()).isEqualTo("sip:alice@127.0.0.1:5070"));
        now = now.plusSeconds(61);
        assertThat(location.targets("sip:alice@ims.localhost")).isEmpty();
    }

    @Test
    void aLegRingsThePhoneThatRegisteredLastHoweverShortItsBinding() {
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=3600");
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5071>;expires=60");
        assertThat(location.find("sip:alice@ims.localhost"))
                .hasValueSatisfying(d -> assertThat(d.requestUri()).isEqualTo("sip:alice@127.0.0.1:5071"));
    }

    @Test
    void theWholeAddressIsAUserNameToo() {
        assertThat(signedIn("alice@ims.localhost", "secret", "<sip:alice@127.0.0.1:5070>")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThat(signedIn("alice", "guess", "<sip:alice@127.0.0.1:5070>").status())
                .isEqualTo(403);
        assertThat(location.targets("sip:alice@ims.localhost")).isEmpty();
    }

    @Test
    void anOldNonceIsAskedForAgainAsStale() {
        String challenge = value(register("", "<sip:a@h>"), "WWW-Authenticate");
        now = now.plus(Duration.ofMinutes(6));
        SipReply reply = register(credentials("alice", "secret", challenge), "<sip:a@127.0.0.1>");
        assertThat(reply.status()).isEqualTo(401);
        assertThat(value(reply, "WWW-Authenticate")).contains("stale=true");
    }

    @Test
    void anInventedNonceIsNotAccepted() {
        String forged = "Digest realm=\"ims.localhost\", nonce=\"66666666-00\", qop=\"auth\"";
        assertThat(register(credentials("alice", "secret", forged), "<sip:a@h>").status())
                .isEqualTo(401);
    }

    @Test
    void rfc3261_10_2_2_expiresZeroAndStarRemoveBindings() {
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>");
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=0");
        assertThat(location.targets("sip:alice@ims.localhost")).isEmpty();
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5071>");
        signedIn("alice", "secret", "*");
        assertThat(location.targets("sip:alice@ims.localhost")).isEmpty();
    }

    @Test
    void rfc3261_10_3_tooShortAnExpiryGets423WithTheMinimum() {
        SipReply reply = signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;expires=5");
        assertThat(reply.status()).isEqualTo(423);
        assertThat(value(reply, "Min-Expires")).isEqualTo("30");
    }

    @Test
    void rfc3840_10_aContactThatAnnouncesVideoTakesVideo() {
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;audio;video");
        assertThat(location.has("sip:alice@ims.localhost", Feature.VIDEO)).isTrue();
    }

    @Test
    void rcc07_aPhoneThatTakesLinksToFilesSaysSoInAList() {
        String iari = "+g.3gpp.iari-ref=\"urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.ft,"
                + "urn%3Aurn-7%3A3gpp-application.ims.iari.rcs.fthttp\"";
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;" + iari + ";+g.oma.sip-im");
        assertThat(location.has("sip:alice@ims.localhost", Feature.FILE_LINKS)).isTrue();
        signedIn(
                "alice",
                "secret",
                "<sip:alice@127.0.0.1:5070>;+g.3gpp.iari-ref=urn:urn-7:3gpp-application.ims.iari.rcs.fthttps");
        assertThat(location.has("sip:alice@ims.localhost", Feature.FILE_LINKS)).isFalse();
        signedIn("alice", "secret", "<sip:alice@127.0.0.1:5070>;" + iari.replace("%3A", ":") + ";+g.oma.sip-im");
        assertThat(location.has("sip:alice@ims.localhost", Feature.FILE_LINKS)).isTrue();
        assertThat(location.has("sip:alice@ims.localhost", Feature.MESSAGES)).isTrue();
        assertThat(location.has("sip:alice@ims.localhost", Feature.VIDEO)).isFalse();
    }

    @Test
    void aUserOfAnotherDomainIsUnknown() {
        FakeIncoming request =
                new FakeIncoming("REGISTER", "sip:x", false, Map.of("To", List.of("sip:alice@elsewhere.test")));
        registrar.register(request);
        assertThat(request.replies.get(0).status()).isEqualTo(404);
    }

    private SipReply signedIn(String user, String password, String contact) {
        String challenge = value(register("", contact), "WWW-Authenticate");
        return register(credentials(user, password, challenge), contact);
    }

    private SipReply register(String authorization, String contact) {
        FakeIncoming request = new FakeIncoming(
                "REGISTER",
                "sip:ims.localhost",
                false,
                Map.of(
                        "To", List.of("sip:alice@ims.localhost"),
                        "Contact", List.of(contact),
                        "Authorization", List.of(authorization)));
        registrar.register(request);
        return request.replies.get(0);
    }

    private static String value(SipReply reply, String name) {
        return reply.headers().stream()
                .filter(h -> h.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    // RFC 2617 3.2.2, written again here so that both sides cannot share a mistake.
    private static String credentials(String user, String password, String challenge) {
        Matcher nonce = Pattern.compile("nonce=\"([^\"]+)\"").matcher(challenge);
        assertThat(nonce.find()).isTrue();
        String ha1 = md5(user + ":" + DOMAIN + ":" + password);
        String ha2 = md5("REGISTER:sip:ims.localhost");
        String response = md5(ha1 + ":" + nonce.group(1) + ":00000001:abc:auth:" + ha2);
        return "Digest username=\"" + user + "\", realm=\"" + DOMAIN + "\", nonce=\"" + nonce.group(1)
                + "\", uri=\"sip:ims.localhost\", qop=auth, nc=00000001, cnonce=\"abc\", response=\"" + response + "\"";
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
