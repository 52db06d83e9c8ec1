package org.tombolo.jingle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tombolo.media.sdp.RtpFormat;
import org.tombolo.media.sdp.WebRtcTransport;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;
import org.tombolo.xml.XmlWriter;

class JingleTest {
    private static final String FINGERPRINT =
            "02:1A:CC:54:27:AB:EB:9C:53:3F:3E:4B:65:2E:7D:46:" + "3F:54:42:CD:54:F1:7A:03:A2:7D:F9:B0:7F:46:19:B2";

    /** XEP-0167 example 1 over XEP-0176 example 1, with the fingerprint of XEP-0320 example 1. */
    private static final String OFFER = """
            <jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' initiator='romeo@montague.lit/orchard'
                    sid='a73sjjvkla37jfea'>
              <group xmlns='urn:xmpp:jingle:apps:grouping:0' semantics='BUNDLE'><content name='voice'/></group>
              <content creator='initiator' name='voice'>
                <description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>
                  <payload-type id='96' name='speex' clockrate='16000'/>
                  <payload-type id='97' name='opus' clockrate='48000' channels='2'>
                    <parameter name='minptime' value='10'/><parameter name='useinbandfec' value='1'/>
                  </payload-type>
                  <payload-type id='0'/>
                  <payload-type id='101' name='telephone-event' clockrate='8000'/>
                  <rtcp-mux/>
                </description>
                <transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' pwd='asd88fgpdd777uzjYhagZg' ufrag='8hhy'>
                  <fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256' setup='actpass'>%s</fingerprint>
                  <candidate component='1' foundation='1' generation='0' id='el0747fg11' ip='10.0.1.1' network='1'
                             port='8998' priority='2130706431' protocol='udp' type='host'/>
                </transport>
              </content>
            </jingle>""".formatted(FINGERPRINT);

    private static XmlElement xml(String text) throws XmlException {
        return new XmlReader(65_536, 2048, 24).read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Jingle read(String text) throws XmlException, JingleException {
        return Jingle.read(xml(text));
    }

    @Test
    void xep0166_7_aSessionInitiateIsReadWithItsContents() throws Exception {
        Jingle jingle = read(OFFER);
        assertThat(jingle.action()).isEqualTo(JingleAction.SESSION_INITIATE);
        assertThat(jingle.sid()).isEqualTo("a73sjjvkla37jfea");
        assertThat(jingle.bundle()).containsExactly("voice");
        JingleContent content = jingle.first("audio").orElseThrow();
        assertThat(content.senders()).isEqualTo(Senders.BOTH);
        IceTransport transport = content.transport().orElseThrow();
        assertThat(transport.keys())
                .contains(new WebRtcTransport("8hhy", "asd88fgpdd777uzjYhagZg", "sha-256", FINGERPRINT));
        assertThat(transport.setup()).isEqualTo("actpass");
    }

    @Test
    void xep0167_6_payloadTypesAreThoseOfSdp() throws Exception {
        RtpDescription description =
                read(OFFER).first("audio").orElseThrow().description().orElseThrow();
        assertThat(description.mux()).isTrue();
        assertThat(description.formats())
                .containsExactly(
                        new RtpFormat(96, "speex", 16_000, 1, ""),
                        new RtpFormat(97, "opus", 48_000, 2, "minptime=10;useinbandfec=1"),
                        new RtpFormat(0, "PCMU", 8000, 1, ""),
                        new RtpFormat(101, "telephone-event", 8000, 1, ""));
        assertThat(description.formats()).filteredOn(RtpFormat::isCodec).hasSize(3);
    }

    @Test
    void xep0293_3_feedbackStandsWithEachPayloadType() throws Exception {
        RtpDescription video = new RtpDescription(
                "video",
                List.of(new RtpFormat(96, "VP8", 90_000, 1, ""), new RtpFormat(97, "H264", 90_000, 1, "")),
                true,
                List.of("nack", "nack pli", "ccm fir"));
        Jingle jingle = new Jingle(
                JingleAction.SESSION_INITIATE,
                "a",
                List.of(new JingleContent(true, "v", Senders.BOTH, Optional.of(video), Optional.empty())),
                List.of(),
                Optional.empty(),
                "");
        String text = XmlWriter.fragment(jingle.xml("alice@ims.localhost/sip"));
        assertThat(text.split("type=\"nack\" subtype=\"pli\"", -1)).hasSize(3);
        assertThat(read(text).first("video").orElseThrow().description()).contains(video);
    }

    @Test
    void whatIsWrittenIsReadAsItWas() throws Exception {
        Jingle jingle = read(OFFER);
        JingleContent content = jingle.contents().get(0);
        IceTransport ours = new IceTransport(
                content.transport().orElseThrow().keys(),
                "passive",
                List.of("1 1 udp 2130706431 192.0.2.3 32000 typ host"));
        Jingle answer = new Jingle(
                JingleAction.SESSION_ACCEPT,
                jingle.sid(),
                List.of(new JingleContent(true, "voice", Senders.RESPONDER, content.description(), Optional.of(ours))),
                List.of("voice"),
                Optional.empty(),
                "");
        XmlElement xml = answer.xml("juliet@capulet.lit/balcony");
        assertThat(xml.attribute("responder")).isEqualTo("juliet@capulet.lit/balcony");
        assertThat(xml.attribute("initiator")).isEmpty();
        String text = XmlWriter.fragment(xml);
        assertThat(text)
                .contains("ip=\"192.0.2.3\" port=\"32000\" type=\"host\"")
                .doesNotStartWith("<?xml");
        Jingle again = read(text);
        assertThat(again.bundle()).isEqualTo(answer.bundle());
        assertThat(again.contents().get(0).description()).isEqualTo(content.description());
        assertThat(again.contents().get(0).senders()).isEqualTo(Senders.RESPONDER);
        assertThat(again.contents().get(0).transport().orElseThrow().keys()).isEqualTo(ours.keys());
    }

    @Test
    void xep0166_7_4_aReasonIsReadAndWritten() throws Exception {
        Jingle end = read("<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='a'><reason><busy/>"
                + "<text>on the balcony</text></reason></jingle>");
        assertThat(end.reason()).contains(new Reason(Reason.Condition.BUSY, "on the balcony"));
        assertThat(Jingle.read(Jingle.terminate("a", end.reason().orElseThrow()).xml("")))
                .isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ringing", "hold", "active", "mute"})
    void xep0167_9_informationIsReadAndWritten(String name) throws Exception {
        assertThat(Jingle.read(Jingle.info("a", name).xml("")).info()).isEqualTo(name);
    }

    @Test
    void xep0166_6_8_informationOfOthersIsToldApartFromNone() throws Exception {
        assertThat(read("<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='a'/>")
                        .info())
                .isEmpty();
        assertThat(read("<jingle xmlns='urn:xmpp:jingle:1' action='session-info' sid='a'><x xmlns='y'/></jingle>")
                        .info())
                .isEqualTo("other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "action='session-begin' sid='a'",
                "sid='a'",
                "action='session-info'",
                "action='session-info' sid=''",
                "action='session-info' sid='a b'",
            })
    void xep0166_7_2_whatHasNoActionOrNoSidIsRefused(String attributes) {
        assertThatThrownBy(() -> read("<jingle xmlns='urn:xmpp:jingle:1' " + attributes + "/>"))
                .isInstanceOf(JingleException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<content creator='initiator'/>",
                "<content creator='initiator' name='a' senders='everybody'/>",
                "<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>"
                        + "<payload-type id='200' name='x' clockrate='1'/></description></content>",
                "<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>"
                        + "<payload-type id='96' name='a b' clockrate='1'/></description></content>",
                "<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'>"
                        + "<payload-type id='96' name='x' clockrate='1'><parameter name='a' value='&#10;a=x'/>"
                        + "</payload-type></description></content>",
                "<content name='a'><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1' ufrag='8hhy' pwd='short'>"
                        + "<fingerprint xmlns='urn:xmpp:jingle:apps:dtls:0' hash='sha-256'>AA</fingerprint>"
                        + "</transport></content>",
            })
    void aContentThatIsNoneIsRefused(String content) {
        assertThatThrownBy(() -> read(
                        "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='a'>" + content + "</jingle>"))
                .isInstanceOf(JingleException.class);
    }

    @Test
    void moreThanAnybodySendsIsRefused() {
        assertThatThrownBy(() -> read(wrapped("<content name='a'/>".repeat(17))))
                .hasMessageContaining("16 contents");
        assertThatThrownBy(() -> read(wrapped("<content name='a'><description xmlns='urn:xmpp:jingle:apps:rtp:1'>"
                        + "<payload-type id='0'/>".repeat(65) + "</description></content>")))
                .hasMessageContaining("64 payload types");
        assertThatThrownBy(
                        () -> read(wrapped("<content name='a'><transport xmlns='urn:xmpp:jingle:transports:ice-udp:1'>"
                                + "<candidate/>".repeat(65) + "</transport></content>")))
                .hasMessageContaining("64 candidates");
    }

    private static String wrapped(String contents) {
        return "<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='a'>" + contents + "</jingle>";
    }
}
