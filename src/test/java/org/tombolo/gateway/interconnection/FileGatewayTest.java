package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.ChatScene.ALICE;
import static org.tombolo.gateway.interconnection.ChatScene.JULIET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.MovingClock;
import org.tombolo.gateway.interaction.MapMetrics;
import org.tombolo.gateway.interconnection.ChatScene.Dialog;
import org.tombolo.gateway.interconnection.ChatScene.Invite;
import org.tombolo.gateway.interconnection.ChatScene.Msrp;
import org.tombolo.gateway.interconnection.ChatScene.Received;
import org.tombolo.gateway.interconnection.file.FileGateway;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.msrp.MessageSink;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.sip.Body;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.StanzaError;
import org.tombolo.xmpp.XmppLink.Delivery;
import org.tombolo.xmpp.XmppMessage;

/** RFC 5547 from an IMS phone to an XMPP user, with a real store. */
class FileGatewayTest {
    private static final String PICTURE = "\u0089PNG and so on";
    private static final int SIZE = PICTURE.getBytes(StandardCharsets.UTF_8).length;

    @TempDir
    Path directory;

    private final Fakes.Link link = new Fakes.Link();
    private final List<Msrp> msrp = new ArrayList<>();
    private final MovingClock clock = new MovingClock(Instant.parse("2026-01-01T00:00:00Z"));
    private DirectoryStore store;
    private FileGateway gateway;

    @BeforeEach
    void open() throws IOException {
        store = new DirectoryStore(
                directory, 1000, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC());
        gateway = new FileGateway(
                new FileGateway.Options(100, 2, Duration.ofSeconds(60), Duration.ofMinutes(10)),
                new FileGateway.Ports(
                        link,
                        this::session,
                        new AddressMapping(
                                new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                        new KeptFiles(store, file -> Optional.empty(), "https://gateway.example.org/files"),
                        Runnable::run,
                        InMemoryTrace.ofOrdinarySize(),
                        new MapMetrics(),
                        clock,
                        new Random(1)));
    }

    private MsrpSessions.Opening session(SessionId name, boolean tls, Executor executor, MsrpListener listener) {
        if (tls) {
            return new MsrpSessions.Opening.Refused("no certificate");
        }
        msrp.add(new Msrp(listener, msrp.size()));
        return new MsrpSessions.Opening.Opened(msrp.get(msrp.size() - 1));
    }

    private static String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(PICTURE.getBytes(StandardCharsets.UTF_8));
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String sdp(String selector, String... more) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                + "m=message 7394 TCP/MSRP *\r\na=sendonly\r\na=accept-types:*\r\n"
                + "a=path:msrp://192.0.2.1:7394/phone;tcp\r\na=setup:actpass\r\na=file-selector:" + selector
                + "\r\na=file-transfer-id:t1\r\na=file-disposition:render\r\n" + String.join("\r\n", more);
    }

    private static String picture() {
        return "name:\"My cool picture.png\" type:image/png size:" + SIZE + " hash:sha-1:" + hash();
    }

    private Invite invite(Body body) {
        Fakes.Message message = Fakes.Message.to("sip:juliet@localhost", "").with(body);
        Fakes.Message invite = new Fakes.Message(
                "INVITE",
                message.requestUri(),
                message.to(),
                message.from(),
                message.all(),
                Optional.of(body),
                message.isc(),
                message.sender());
        Invite incoming = new Invite(invite, new Fakes.Session("incoming-" + msrp.size()));
        if (gateway.serves(invite)) {
            gateway.handle(incoming);
        }
        return incoming;
    }

    private Invite invite(String sdp) {
        return invite(Body.text(Body.SDP, sdp));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(directory)) {
            return all.toList();
        }
    }

    @Test
    void clause8_3_1_theAnswerTakesTheFile() throws SdpException {
        MessageMedia answer =
                MessageMedia.parse(invite(sdp(picture())).dialog.orElseThrow().said(), 0);

        assertThat(answer.direction()).isEqualTo(Direction.RECVONLY);
        assertThat(answer.accept().types()).containsExactly("image/png");
        assertThat(answer.maxSize()).hasValue(100);
        FileDescription file = answer.file().orElseThrow();
        assertThat(file.selector().name()).contains("My cool picture.png");
        assertThat(file.selector().type()).contains("image/png");
        assertThat(file.selector().size()).hasValue(SIZE);
        assertThat(file.transferId()).contains("t1");
        assertThat(file.disposition()).isEmpty();
    }

    @Test
    void xep0066_3_theXmppUserGetsALink() throws IOException {
        invite(sdp(picture()));
        Received message = msrp.get(0).receives("image/png", PICTURE, true);

        assertThat(message.answers).isEmpty();
        XmppMessage stanza = link.sent.get(0);
        assertThat(stanza.from()).isEqualTo(ALICE);
        assertThat(stanza.to()).isEqualTo(JULIET.bare());
        assertThat(stanza.thread()).isEqualTo("711609sa@ims.localhost");
        assertThat(stanza.body())
                .matches("https://gateway.example.org/files/[A-Za-z0-9_-]{22}/My%20cool%20picture.png");
        link.accept(0);
        assertThat(message.answers).containsExactly("200", "report 200");
        StoredFile kept = store.find(stanza.body().split("/", -1)[4]).orElseThrow();
        assertThat(stanza.extensions())
                .containsExactly(
                        new Extension.OutOfBand(stanza.body(), "My cool picture.png"),
                        new Extension.SharedFile(
                                stanza.body(),
                                "My cool picture.png",
                                "image/png",
                                OptionalLong.of(SIZE),
                                Optional.empty(),
                                Optional.of(kept.expires())));
        assertThat(kept.type()).isEqualTo("image/png");
        ByteBuffer content = ByteBuffer.allocate(SIZE);
        try (SeekableByteChannel channel = store.open(kept)) {
            assertThat(channel.read(content)).isEqualTo(SIZE);
        }
        assertThat(content.array()).isEqualTo(PICTURE.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLinkThatDoesNotArriveLeavesNoFile() throws IOException {
        invite(sdp(picture()));
        Received message = msrp.get(0).receives("image/png", PICTURE, false);
        link.fates.get(0).complete(new Delivery.Refused(new StanzaError("policy-violation", "cancel", "", "")));

        assertThat(message.answers).containsExactly("413");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"hash:sha-1:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33", "type:image/png size:1"})
    void clause8_3_1_whatIsNotWhatWasOfferedIsRefused(String selector) throws IOException {
        invite(sdp(selector));
        Received message = msrp.get(0).receives("image/png", PICTURE, false);

        assertThat(message.answers).containsExactly("400");
        assertThat(link.sent).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void anAbortedFileLeavesNothing() throws IOException {
        Invite invite = invite(sdp("type:image/png size:" + SIZE));
        MessageSink sink = msrp.get(0).listener.incoming(new Received("image/png", false));
        sink.part(0, ByteBuffer.wrap(new byte[3]));
        sink.aborted("the sender gave it up");
        assertThat(files()).isEmpty();
        // A phone that does not end the session is not waited for.
        invite.session.timeout();
        assertThat(invite.dialog.orElseThrow().done).contains("end");
        assertThat(msrp.get(0).closed).isTrue();
    }

    @Test
    void clause8_7_aSessionIsForOneFile() {
        invite(sdp(picture()));
        msrp.get(0).receives("image/png", PICTURE, false);
        assertThat(msrp.get(0).receives("image/png", PICTURE, false).answers).contains("403");
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void clause8_4_portZeroIsTheSendersEnd() throws SdpException {
        Invite invite = invite(sdp(picture()));
        Dialog dialog = invite.dialog.orElseThrow();
        dialog.listener.reoffered(dialog, Optional.of(Body.text(Body.SDP, sdp(picture()))));
        assertThat(dialog.said().media().get(0).port()).isEqualTo(2855);
        dialog.listener.reoffered(
                dialog, Optional.of(Body.text(Body.SDP, sdp(picture()).replace("/phone;", "/other;"))));
        assertThat(dialog.replies.get(2).status()).isEqualTo(488);
        dialog.listener.reoffered(
                dialog, Optional.of(Body.text(Body.SDP, sdp(picture()).replace("m=message 7394", "m=message 0"))));
        assertThat(dialog.said().media().get(0).port()).isZero();
        assertThat(msrp.get(0).closed).isTrue();
        dialog.hangsUp();
        assertThat(dialog.done).doesNotContain("end");
    }

    @ParameterizedTest
    @CsvSource({
        "size:101, a=x, most 100 octets",
        "size:50, a=file-range:11-50, not here",
        "size:50, a=file-range:1-49, the end",
        "type:image/png, a=file-range:1-49, the end",
        "size:50, a=recvonly, taken here"
    })
    void whatIsNotTakenIsRefusedWithTheReason(String selector, String more, String why) {
        String sdp = sdp(selector, more);
        Invite invite = invite(more.equals("a=recvonly") ? sdp.replace("a=sendonly\r\n", "") : sdp);

        assertThat(invite.status()).isEqualTo(488);
        assertThat(invite.replies.get(0).headers())
                .anyMatch(header -> header.value().contains(why));
    }

    @Test
    void transfersAreBounded() {
        Dialog first = invite(sdp(picture())).dialog.orElseThrow();
        invite(sdp(picture()));
        assertThat(invite(sdp(picture())).status()).isEqualTo(503);
        first.hangsUp();
        assertThat(invite(sdp(picture())).status()).isEqualTo(200);
    }

    private Invite withIcon(String head, String icon) {
        String parts = "--b\r\nContent-Type: application/sdp\r\n\r\n" + sdp(picture(), "a=file-icon:cid:i@x")
                + "\r\n--b\r\n" + head + "\r\nContent-ID: <i@x>\r\n\r\n" + icon + "\r\n--b--";
        return invite(Body.text("multipart/related;type=\"application/sdp\";boundary=b", parts));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type: image/jpeg, icon",
        "'Content-Type: image/jpeg\nContent-Transfer-Encoding: base64', aWNvbg=="
    })
    void clause8_8_anIconIsTheThumbnailOfTheLink(String head, String octets) throws IOException {
        assertThat(withIcon(head.replace("\\n", "\r\n"), octets).status()).isEqualTo(200);
        msrp.get(0).receives("image/png", PICTURE, true);

        Extension.Thumbnail icon = link.sent
                .get(0)
                .extension(Extension.SharedFile.class)
                .flatMap(Extension.SharedFile::thumbnail)
                .orElseThrow();
        assertThat(icon.type()).isEqualTo("image/jpeg");
        StoredFile kept = store.find(icon.url().split("/", -1)[4]).orElseThrow();
        assertThat(Files.readString(directory.resolve(kept.id()))).isEqualTo("icon");
    }

    @ParameterizedTest
    @CsvSource({"Content-Type: text/html, icon", "'Content-Type: image/jpeg\nContent-Transfer-Encoding: base64', ==="})
    void clause8_8_whatIsNoPictureIsNoIcon(String head, String octets) {
        withIcon(head.replace("\\n", "\r\n"), octets);
        msrp.get(0).receives("image/png", PICTURE, true);
        assertThat(link.sent.get(0).extension(Extension.SharedFile.class).flatMap(Extension.SharedFile::thumbnail))
                .isEmpty();
    }

    /** A phone whose connection breaks after some octets. */
    private void breaksAfter(int octets) {
        Invite invite = invite(sdp(picture()));
        MessageSink sink = msrp.get(msrp.size() - 1).listener.incoming(new Received("image/png", false));
        sink.part(
                0,
                ByteBuffer.wrap(PICTURE.getBytes(StandardCharsets.UTF_8), 0, octets)
                        .slice());
        sink.aborted("the connection is lost");
        invite.dialog.orElseThrow().hangsUp();
    }

    private static String rest(int from) {
        byte[] all = PICTURE.getBytes(StandardCharsets.UTF_8);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    @Test
    void clause6_theRestOfAFileCompletesIt() throws IOException, SdpException {
        breaksAfter(9);
        Invite again = invite(sdp(picture(), "a=file-range:8-" + SIZE));

        MessageMedia answer = MessageMedia.parse(again.dialog.orElseThrow().said(), 0);
        // 8.3.1: with the same range.
        assertThat(answer.file().orElseThrow().range())
                .contains(new FileDescription.Range(8, Optional.of((long) SIZE)));
        Received message = msrp.get(1).receives("image/png", rest(7), true);
        link.accept(0);
        assertThat(message.answers).containsExactly("200", "report 200");
        StoredFile kept = store.find(link.sent.get(0).body().split("/", -1)[4]).orElseThrow();
        assertThat(Files.readString(directory.resolve(kept.id()))).isEqualTo(PICTURE);
    }

    @Test
    void clause6_aRestThatBreaksIsResumedAgain() {
        breaksAfter(5);
        Invite second = invite(sdp(picture(), "a=file-range:6-*"));
        MessageSink sink = msrp.get(1).listener.incoming(new Received("image/png", false));
        sink.part(
                0,
                ByteBuffer.wrap(PICTURE.getBytes(StandardCharsets.UTF_8), 5, 3).slice());
        sink.aborted("the connection is lost");
        second.dialog.orElseThrow().hangsUp();
        // One that brings nothing takes nothing away.
        invite(sdp(picture(), "a=file-range:9-" + SIZE)).dialog.orElseThrow().hangsUp();
        invite(sdp(picture(), "a=file-range:9-" + SIZE));
        msrp.get(3).receives("image/png", rest(8), true);
        assertThat(link.sent).hasSize(1);
    }

    @Test
    void clause8_3_1_aRestWhoseBeginningIsNotHereIsRefused() throws IOException {
        breaksAfter(5);
        assertThat(invite(sdp(picture(), "a=file-range:7-" + SIZE)).status()).isEqualTo(488);
        assertThat(invite(sdp("type:image/png size:" + SIZE, "a=file-range:6-" + SIZE))
                        .status())
                .isEqualTo(488);
        clock.move(Duration.ofMinutes(10));
        assertThat(invite(sdp(picture(), "a=file-range:6-" + SIZE)).status()).isEqualTo(488);
        gateway.tidy();
        assertThat(files()).isEmpty();
    }

    @Test
    void clause8_3_1_aRestThatDoesNotFitIsRefused() throws IOException {
        breaksAfter(5);
        invite(sdp(picture(), "a=file-range:6-" + SIZE));
        assertThat(msrp.get(1).receives("image/png", rest(6), true).answers).containsExactly("400");
        assertThat(files()).isEmpty();
    }

    @Test
    void aChatIsNoFile() {
        assertThat(invite(ChatScene.sdp("text/plain", "")).status()).isZero();
    }
}
