package org.tombolo.msrp.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.Connection;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpSyntaxException;

/** RFC 4975 8, RFC 6135, RFC 6714: the {@code m=message} line. */
class MessageMediaTest {
    private static final String PATH = "a=path:msrp://alicepc.example.com:7394/2s93i9ek2a;tcp";
    private static final String TYPES = "a=accept-types:message/cpim text/plain text/html";

    static String sdp(String media, String... attributes) {
        return "v=0\r\no=alice 2890844526 2890844527 IN IP4 alicepc.example.com\r\ns=-\r\nc=IN IP4 192.0.2.7\r\nt=0 0\r\n"
                + media + "\r\n" + String.join("\r\n", attributes) + "\r\n";
    }

    static MessageMedia media(String media, String... attributes) throws SdpException {
        SessionDescription description = SessionDescription.parse(sdp(media, attributes));
        return MessageMedia.parse(description, MessageMedia.indexIn(description));
    }

    @Test
    void clause8_anOfferIsRead() throws SdpException, MsrpSyntaxException {
        MessageMedia media = media(
                "m=message 7394 TCP/MSRP *",
                TYPES,
                PATH,
                "a=accept-wrapped-types:image/*",
                "a=max-size:100000",
                "a=setup:actpass",
                "a=msrp-cema",
                "a=sendonly",
                "a=connection:new");

        assertThat(media)
                .isEqualTo(new MessageMedia(
                        false,
                        "192.0.2.7",
                        7394,
                        MsrpPath.parse("msrp://alicepc.example.com:7394/2s93i9ek2a;tcp"),
                        new AcceptTypes(List.of("message/cpim", "text/plain", "text/html"), List.of("image/*")),
                        OptionalLong.of(100_000),
                        Optional.of(Setup.ACTPASS),
                        true,
                        Direction.SENDONLY,
                        Optional.empty(),
                        Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "a=chatroom:nickname private-messages, true, true",
        "a=chatroom:private-messages com.example.chat.foo, false, true",
        "a=chatroom, false, false"
    })
    void rfc7701_8_whatASideCanDoInARoom(String line, boolean nicknames, boolean privateMessages) throws SdpException {
        MessageMedia media = media("m=message 7394 TCP/MSRP *", TYPES, PATH, line);
        assertThat(media.room()).contains(new ChatRoom(nicknames, privateMessages));
        MessageMedia again = media("m=message 7394 TCP/MSRP *", TYPES, PATH, written(media, "chatroom"));
        assertThat(again.room()).isEqualTo(media.room());
        assertThat(media("m=message 7394 TCP/MSRP *", TYPES, PATH).room()).isEmpty();
    }

    private static String written(MessageMedia media, String attribute) {
        String value = media.description().value(attribute).orElseThrow();
        return "a=" + attribute + (value.isEmpty() ? "" : ":" + value);
    }

    @Test
    void clause8_whatIsWrittenIsRead() throws SdpException {
        MessageMedia media = media(
                "m=message 7394 TCP/TLS/MSRP *",
                TYPES,
                PATH.replace("msrp:", "msrps:"),
                "a=setup:passive",
                "a=fingerprint:SHA-256 " + "ab:".repeat(31) + "CD",
                "a=file-selector:name:\"a.jpg\" size:4092");
        SessionDescription written = new SessionDescription(
                "- 1 1 IN IP4 192.0.2.7",
                Optional.of(new Connection("192.0.2.7")),
                List.of(),
                List.of(media.description()));

        assertThat(MessageMedia.parse(SessionDescription.parse(written.text()), 0))
                .isEqualTo(media);
        assertThat(media.fingerprint().orElseThrow().text()).isEqualTo("sha-256 " + "AB:".repeat(31) + "CD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=accept-types:*",
                "a=accept-types:*\r\na=path:msrp://a:1;tcp",
                "a=accept-types:*\r\na=path:http://a",
                "a=accept-types:*\r\na=path:msrps://a:1/s;tcp",
                "a=path:msrp://a:1/s;tcp"
            })
    void clause8_2_whatMustBeThereIsMissed(String attributes) {
        assertThatThrownBy(() -> media("m=message 1 TCP/MSRP *", attributes)).isInstanceOf(SdpException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "m=message 7394 TCP/MSRP *, 0",
        "m=message 7394 TCP/TLS/MSRP *, 0",
        "m=message 0 TCP/MSRP *, -1",
        "m=message 7394 UDP/MSRP *, -1",
        "m=audio 7394 RTP/AVP 0, -1"
    })
    void clause8_1_whichLinesAreOurs(String line, int index) throws SdpException {
        assertThat(MessageMedia.indexIn(SessionDescription.parse(sdp(line)))).isEqualTo(index);
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, true, true",
        "TEXT/PLAIN; charset=utf-8, true, true",
        "image/png, false, true",
        "imagex/png, false, false",
        "video/mp4, false, false"
    })
    void clause8_6_acceptTypes(String type, boolean taken, boolean takenWrapped) {
        AcceptTypes accept = new AcceptTypes(List.of("message/cpim", "text/*"), List.of("image/*"));
        assertThat(accept.take(type)).isEqualTo(taken);
        assertThat(accept.takeWrapped(type)).isEqualTo(takenWrapped);
        assertThat(AcceptTypes.of("text/plain", "*").take(type)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"ACTPASS, PASSIVE", "ACTIVE, PASSIVE", "PASSIVE, ACTIVE"})
    void rfc4145_4_1_ourAnswerFitsTheOffer(Setup offer, Setup answer) {
        assertThat(offer.answer()).isEqualTo(answer);
        assertThat(offer.allows(answer)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "actpass, active,   PASSIVE",
        "actpass, passive,  ACTIVE",
        "actpass, holdconn, ACTIVE",
        "actpass, '',       ACTIVE",
        "'',      '',       ACTIVE",
        "'',      active,   ACTIVE",
        "active,  passive,  ACTIVE",
        "active,  active,   ",
        "passive, active,   PASSIVE",
        "passive, passive,  ",
        "actpass, actpass,  "
    })
    void rfc6135_4_whoConnects(String offered, String answered, Connecting expected) throws SdpException {
        assertThat(Connecting.ofOfferer(with(offered), with(answered))).isEqualTo(Optional.ofNullable(expected));
    }

    private static MessageMedia with(String setup) throws SdpException {
        return media("m=message 7394 TCP/MSRP *", TYPES, PATH, setup.isEmpty() ? "a=x" : "a=setup:" + setup);
    }

    @ParameterizedTest
    @CsvSource({
        "true,  true,  1, 192.0.2.7:7394",
        "true,  false, 1, relay.example.com:9000",
        "false, true,  1, relay.example.com:9000",
        "true,  true,  2, relay.example.com:9000"
    })
    void rfc6714_4_whereToConnect(boolean ours, boolean theirs, int hops, String target) throws SdpException {
        String path = "a=path:msrp://relay.example.com:9000/x;tcp" + (hops == 2 ? " msrp://bob:1/y;tcp" : "");
        MessageMedia we = media("m=message 7394 TCP/MSRP *", TYPES, PATH, ours ? "a=msrp-cema" : "a=x");
        MessageMedia peer = media("m=message 7394 TCP/MSRP *", TYPES, path, theirs ? "a=msrp-cema" : "a=x");

        Connecting.Target where = Connecting.target(we, peer);
        assertThat(where.host() + ":" + where.port()).isEqualTo(target);
    }
}
