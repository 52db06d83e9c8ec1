package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tombolo.gateway.interconnection.ChatScene.ALICE;
import static org.tombolo.gateway.interconnection.ChatScene.JULIET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.gateway.interconnection.ChatScene.Dialog;
import org.tombolo.gateway.interconnection.ChatScene.Msrp;
import org.tombolo.gateway.interconnection.file.FilesToSip;
import org.tombolo.gateway.interconnection.file.KeptFiles;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.media.sdp.Direction;
import org.tombolo.media.sdp.SdpException;
import org.tombolo.media.sdp.SessionDescription;
import org.tombolo.msrp.MsrpListener;
import org.tombolo.msrp.MsrpSessions;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.SendListener;
import org.tombolo.msrp.SessionEnd;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.MessageMedia;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.sip.Body;
import org.tombolo.sip.FakeCalls;
import org.tombolo.sip.Multipart;
import org.tombolo.storage.ContentStore.Upload;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.RemoteFiles;
import org.tombolo.storage.file.DirectoryStore;
import org.tombolo.trace.InMemoryTrace;
import org.tombolo.trace.SessionId;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppHandler;
import org.tombolo.xmpp.XmppMessage;

/** Links of XMPP users (XEP-0066) as files for phones (RFC 5547), with a real store. */
class FilesToSipTest {
    private static final String LINK = "https://upload.localhost/file_share/1/rose.png";
    private static final String CONTENT = "a rose by any other name";

    @TempDir
    Path directory;

    private final Fakes.Link link = new Fakes.Link();
    private final Fakes.Sessions sessions = new Fakes.Sessions();
    private final List<Msrp> msrp = new ArrayList<>();
    private final FakeCalls<Dialog> legs = new FakeCalls<>(
            (listener, from, to, headers, offer) -> new Dialog(listener, from, to, headers, offer.orElseThrow()));
    private final List<Dialog> invited = legs.invited;
    private final List<XmppMessage> next = new ArrayList<>();
    private boolean takes = true;
    private boolean links;
    private Optional<Preview> icon = Optional.empty();
    private boolean there = true;
    private boolean busy;
    private FilesToSip files;

    @BeforeEach
    void open() throws IOException {
        DirectoryStore store = new DirectoryStore(
                directory, 1000, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC());
        files = new FilesToSip(
                new FilesToSip.Ports(
                        link,
                        legs,
                        sessions,
                        this::session,
                        new FilesToSip.Phones(uri -> takes, uri -> links),
                        new AddressMapping(
                                new Domains("ims.localhost", "ims.localhost", "localhost"), new FakeAssociations()),
                        remote(store),
                        new KeptFiles(store, file -> icon, "https://gateway.example.org/files"),
                        work -> {
                            if (busy) {
                                throw new RejectedExecutionException();
                            }
                            work.run();
                        },
                        Runnable::run,
                        InMemoryTrace.ofOrdinarySize(),
                        Clock.systemUTC(),
                        new Random(1)),
                Duration.ofSeconds(120),
                new XmppHandler() {
                    @Override
                    public void message(XmppMessage message) {
                        next.add(message);
                    }

                    @Override
                    public void up(String domain) {}

                    @Override
                    public void down(String domain, String reason) {}
                });
    }

    private RemoteFiles remote(DirectoryStore store) {
        return new RemoteFiles() {
            @Override
            public boolean allows(String url) {
                return url.startsWith("https://upload.localhost/");
            }

            @Override
            public Fetched fetch(String url) throws IOException {
                if (!there) {
                    throw new IOException("not there");
                }
                Upload upload = store.begin();
                upload.write(0, ByteBuffer.wrap(CONTENT.getBytes(StandardCharsets.US_ASCII)));
                byte[] sha1 = upload.hash("SHA-1", CONTENT.length());
                return new Fetched(upload.keep("rose.png", "image/png", CONTENT.length()), sha1);
            }
        };
    }

    private MsrpSessions.Opening session(SessionId name, boolean tls, Executor executor, MsrpListener listener) {
        msrp.add(new Msrp(listener, msrp.size()));
        return new MsrpSessions.Opening.Opened(msrp.get(msrp.size() - 1));
    }

    private void says(String type, String body, Extension... extensions) {
        files.message(
                new XmppMessage("m1", JULIET, ALICE, type, "", "t-1", "", body, Optional.empty(), List.of(extensions)));
    }

    private void linksTo(String url) {
        says("chat", url, new Extension.OutOfBand(url, ""), new Extension.ReceiptRequest());
    }

    private static String answer(String accept) {
        return "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=message 7394 TCP/MSRP *\r\n"
                + "a=recvonly\r\na=accept-types:" + accept + "\r\na=path:msrp://192.0.2.1:7394/phone;tcp\r\n"
                + "a=setup:passive\r\na=file-selector:type:image/png\r\na=file-transfer-id:x\r\n";
    }

    @Test
    void rfc5547_8_8_aSmallPictureStandsBesideTheDescription() throws SdpException {
        icon = Optional.of(new Preview("image/jpeg", "small".getBytes(StandardCharsets.US_ASCII)));
        linksTo(LINK);

        Body body = invited.get(0).offer;
        assertThat(body.type()).startsWith("multipart/related;type=\"application/sdp\"");
        List<Multipart.Part> parts = Multipart.parts(body).orElseThrow();
        MessageMedia offer =
                MessageMedia.parse(SessionDescription.parse(parts.get(0).body().text()), 0);
        String cid = offer.file().flatMap(FileDescription::icon).orElseThrow();
        assertThat(parts.get(1).header("Content-ID")).contains("<" + cid.substring(4) + ">");
        assertThat(parts.get(1).header("Content-Disposition")).contains("icon");
        assertThat(parts.get(1).body().type()).isEqualTo("image/jpeg");
        assertThat(parts.get(1).body().text()).isEqualTo("small");
    }

    @ParameterizedTest
    @ValueSource(ints = {415, 488, 513})
    void rfc5547_8_8_aPhoneThatDoesNotTakeTheIconIsOfferedTheFileAlone(int status) {
        icon = Optional.of(new Preview("image/jpeg", new byte[5]));
        linksTo(LINK);
        invited.get(0).refuses(status);
        assertThat(invited.get(1).offer.type()).isEqualTo(Body.SDP);
        assertThat(next).isEmpty();
        invited.get(1).refuses(status);
        assertThat(next).hasSize(1);
    }

    @Test
    void rfc5547_6_whatBreaksIsResumed() throws SdpException {
        SendListener told = accepted();
        told.acknowledged(9);
        msrp.get(0).listener.closed(new SessionEnd(SessionEnd.Cause.CONNECTION_LOST, "gone"));
        assertThat(next).isEmpty();
        sessions.opened.get(0).timeout();

        FileDescription rest = MessageMedia.parse(
                        SessionDescription.parse(invited.get(1).offer.text()), 0)
                .file()
                .orElseThrow();
        assertThat(rest.range()).contains(new FileDescription.Range(10, Optional.of((long) CONTENT.length())));
        assertThat(rest.selector().size()).hasValue(CONTENT.length());
        invited.get(1).answered(answer("*") + "a=file-range:10-24\r\n");
        assertThat(msrp.get(1).text(0)).isEqualTo(CONTENT.substring(9));
        msrp.get(1).listeners.get(0).delivered();
        assertThat(link.sent.get(0).extensions()).containsExactly(new Extension.Received("m1"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void rfc5547_8_3_1_aPhoneThatDoesNotTakeTheRestGetsTheLink() {
        SendListener told = accepted();
        told.acknowledged(9);
        told.failed(new MsrpStatus(408, "no answer"));
        sessions.opened.get(0).timeout();
        invited.get(1).answered(answer("*"));
        assertThat(next).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileIsNotResumedForEver() {
        accepted();
        for (int i = 0; i < 4; i++) {
            msrp.get(i).listeners.get(0).acknowledged(1);
            msrp.get(i).listener.closed(new SessionEnd(SessionEnd.Cause.CONNECTION_LOST, "gone"));
            sessions.opened.get(i).timeout();
            if (invited.size() > i + 1) {
                invited.get(i + 1).answered(answer("*") + "a=file-range:" + (i + 2) + "-24\r\n");
            }
        }
        assertThat(invited).hasSize(4);
        assertThat(next).hasSize(1);
    }

    @Test
    void rcc07_aPhoneThatTakesLinksHearsWhatTheFileIs() {
        links = true;
        icon = Optional.of(new Preview("image/jpeg", new byte[5]));
        linksTo(LINK);

        assertThat(invited).isEmpty();
        Extension.SharedFile file =
                next.get(0).extension(Extension.SharedFile.class).orElseThrow();
        assertThat(file.url()).matches("https://gateway.example.org/files/[A-Za-z0-9_-]{22}/rose.png");
        assertThat(file.type()).isEqualTo("image/png");
        assertThat(file.size()).hasValue(CONTENT.length());
        assertThat(file.until()).isPresent();
        assertThat(file.thumbnail().orElseThrow().size()).hasValue(5);
        assertThat(next.get(0).body()).isEqualTo(LINK);
    }

    private SendListener accepted() {
        linksTo(LINK);
        invited.get(0).answered(answer("*"));
        return msrp.get(0).listeners.get(0);
    }

    @Test
    void rfc5547_8_2_1_theOfferDescribesTheFile() throws SdpException {
        linksTo(LINK);

        assertThat(invited.get(0).from).isEqualTo("sip:juliet@localhost");
        assertThat(invited.get(0).to).isEqualTo("sip:alice@ims.localhost");
        MessageMedia offer =
                MessageMedia.parse(SessionDescription.parse(invited.get(0).offer.text()), 0);
        assertThat(offer.direction()).isEqualTo(Direction.SENDONLY);
        FileDescription file = offer.file().orElseThrow();
        assertThat(file.selector().name()).contains("rose.png");
        assertThat(file.selector().type()).contains("image/png");
        assertThat(file.selector().size()).hasValue(CONTENT.length());
        assertThat(file.selector().hashes()).hasSize(1);
        assertThat(file.transferId()).isPresent();
        assertThat(file.disposition()).contains("render");
        assertThat(next).isEmpty();
    }

    @Test
    void rfc5547_8_7_theFileIsOneMessageAndItsReceiptComesBack() {
        SendListener told = accepted();
        OutgoingMessage message = msrp.get(0).sent.get(0);

        assertThat(message.contentType()).isEqualTo("image/png");
        assertThat(message.successReport()).isTrue();
        assertThat(message.headers().get(0).value()).isEqualTo("render; filename*=UTF-8''rose.png; size=24");
        assertThat(msrp.get(0).text(0)).isEqualTo(CONTENT);
        told.sent();
        told.delivered();
        assertThat(link.sent.get(0).extensions()).containsExactly(new Extension.Received("m1"));
        assertThat(invited.get(0).done).contains("end");
        assertThat(next).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPhoneThatHasItButDoesNotReportIsLeftAfterAWhile() {
        accepted().sent();
        assertThat(invited.get(0).done).doesNotContain("end");
        sessions.opened.get(0).timeout();
        assertThat(invited.get(0).done).contains("end");
        assertThat(link.sent).isEmpty();
        assertThat(next).isEmpty();
    }

    @Test
    void whatThePhoneDoesNotGetGoesAsALink() {
        accepted().failed(new MsrpStatus(413, "stop"));
        msrp.get(0).listener.closed(new SessionEnd(SessionEnd.Cause.CONNECTION_LOST, "gone"));
        assertThat(next).extracting(XmppMessage::body).containsExactly(LINK);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {486, 488, 603})
    void aPhoneThatRefusesGetsTheLink(int status) {
        linksTo(LINK);
        invited.get(0).refuses(status);
        assertThat(next).hasSize(1);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPhoneThatDoesNotTakeItGetsTheLink() {
        linksTo(LINK);
        invited.get(0).answered(answer("text/plain"));
        linksTo(LINK);
        sessions.opened.get(1).timeout();
        linksTo(LINK);
        invited.get(2).answered("v=0\r\n");
        assertThat(next).hasSize(3);
        assertThat(invited).allMatch(dialog -> dialog.done.contains("end"));
    }

    @Test
    void everythingElseGoesOnAsItIs() {
        says("chat", "hi");
        says("chat", "look: " + LINK, new Extension.OutOfBand(LINK, ""));
        says("groupchat", LINK, new Extension.OutOfBand(LINK, ""));
        linksTo("https://example.org/other");
        takes = false;
        linksTo(LINK);
        takes = true;
        there = false;
        linksTo(LINK);
        busy = true;
        linksTo(LINK);
        assertThat(next).hasSize(7);
        assertThat(invited).isEmpty();
    }
}
