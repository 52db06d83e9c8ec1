package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.Extension.ChatState.State;
import org.tombolo.xmpp.Extension.Marker.Mark;
import org.tombolo.xmpp.XmppMessage;

class MessageConverterTest {
    private static final Jid ROMEO = new Jid("romeo", "example.net", "orchard");
    private static final Jid JULIET = new Jid("juliet", "example.com", "");
    private static final Jid ROOM = new Jid("darkcave", "macbeth.shakespeare.lit", "");

    @BeforeAll
    static void parsers() {
        ExtensionReader.prepareParsers();
    }

    /** Elements as the examples of their specifications write them. */
    static Stream<Arguments> extensions() {
        return Stream.of(
                Arguments.of("XEP-0184 5.1", "<request xmlns='urn:xmpp:receipts'/>", new Extension.ReceiptRequest()),
                Arguments.of(
                        "XEP-0184 5.2",
                        "<received xmlns='urn:xmpp:receipts' id='richard2-4.1.247'/>",
                        new Extension.Received("richard2-4.1.247")),
                Arguments.of("XEP-0333 4.1", "<markable xmlns='urn:xmpp:chat-markers:0'/>", new Extension.Markable()),
                Arguments.of(
                        "XEP-0333 4.2",
                        "<received xmlns='urn:xmpp:chat-markers:0' id='m1'/>",
                        new Extension.Marker(Mark.RECEIVED, "m1")),
                Arguments.of(
                        "XEP-0333 4.2",
                        "<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>",
                        new Extension.Marker(Mark.DISPLAYED, "m1")),
                Arguments.of(
                        "XEP-0333 4.2",
                        "<acknowledged xmlns='urn:xmpp:chat-markers:0' id='m1'/>",
                        new Extension.Marker(Mark.ACKNOWLEDGED, "m1")),
                Arguments.of(
                        "XEP-0447 3",
                        "<file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'><file xmlns='urn:xmpp:file:metadata:0'>"
                                + "<media-type>image/jpeg</media-type><name>summit.jpg</name><size>3032449</size>"
                                + "<thumbnail xmlns='urn:xmpp:thumbs:1' uri='https://download.montague.lit/t.png'"
                                + " media-type='image/png'/></file><sources>"
                                + "<url-data xmlns='http://jabber.org/protocol/url-data'"
                                + " target='https://download.montague.lit/1/summit.jpg'/></sources></file-sharing>",
                        new Extension.SharedFile(
                                "https://download.montague.lit/1/summit.jpg",
                                "summit.jpg",
                                "image/jpeg",
                                OptionalLong.of(3032449),
                                Optional.of(new Extension.Thumbnail(
                                        "https://download.montague.lit/t.png", "image/png", OptionalLong.empty())),
                                Optional.empty())),
                state("active", State.ACTIVE),
                state("composing", State.COMPOSING),
                state("paused", State.PAUSED),
                state("inactive", State.INACTIVE),
                state("gone", State.GONE),
                Arguments.of(
                        "XEP-0071 7.1",
                        "<html xmlns='http://jabber.org/protocol/xhtml-im'>"
                                + "<body xmlns='http://www.w3.org/1999/xhtml'><p>hi &amp; <b>bye</b></p></body></html>",
                        new Extension.Xhtml(
                                "<body xmlns='http://www.w3.org/1999/xhtml'><p>hi &amp; <b>bye</b></p></body>")),
                Arguments.of(
                        "XEP-0066 3",
                        "<x xmlns='jabber:x:oob'><url>https://www.jabber.org/psa?a=1&amp;b=2</url><desc>a &lt;page></desc></x>",
                        new Extension.OutOfBand("https://www.jabber.org/psa?a=1&b=2", "a <page>")),
                Arguments.of(
                        "XEP-0203 2",
                        "<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>Offline</delay>",
                        new Extension.Delay(Instant.parse("2002-09-10T23:08:25Z"), "capulet.com")),
                Arguments.of(
                        "XEP-0249 2",
                        "<x xmlns='jabber:x:conference' jid='darkcave@macbeth.shakespeare.lit'"
                                + " password='cauldronburn' reason='Hey!' thread='t1'/>",
                        new Extension.DirectInvitation(ROOM, "cauldronburn", "Hey!", "t1")),
                Arguments.of(
                        "XEP-0045 7.8.2, to the room",
                        "<x xmlns='http://jabber.org/protocol/muc#user'><invite to='juliet@example.com'>"
                                + "<reason>Hey!</reason></invite></x>",
                        new Extension.MediatedInvitation(Optional.empty(), Optional.of(JULIET), "Hey!", "")),
                Arguments.of(
                        "XEP-0045 7.8.2, from the room",
                        "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='romeo@example.net/orchard'>"
                                + "<reason>Hey!</reason></invite><password>cauldronburn</password></x>",
                        new Extension.MediatedInvitation(Optional.of(ROMEO), Optional.empty(), "Hey!", "cauldronburn")),
                Arguments.of(
                        "XEP-0045 7.8.2, declined",
                        "<x xmlns='http://jabber.org/protocol/muc#user'><decline from='juliet@example.com'>"
                                + "<reason>too busy</reason></decline></x>",
                        new Extension.Declined(Optional.of(JULIET), Optional.empty(), "too busy")),
                Arguments.of(
                        "XEP-0359 3",
                        "<stanza-id xmlns='urn:xmpp:sid:0' id='de305d54' by='room@muc.example.org'/>",
                        new Extension.StanzaId("de305d54", "room@muc.example.org")),
                Arguments.of("XEP-0045 8.1", "<subject/>", new Extension.EmptySubject()),
                Arguments.of("XEP-0334 4.4", "<store xmlns='urn:xmpp:hints'/>", new Extension.StoreHint()),
                Arguments.of(
                        "XEP-0308 3",
                        "<replace id='bad1' xmlns='urn:xmpp:message-correct:0'/>",
                        new Extension.Correction("bad1")));
    }

    private static Arguments state(String name, State state) {
        return Arguments.of(
                "XEP-0085 4",
                "<" + name + " xmlns='http://jabber.org/protocol/chatstates'/>",
                new Extension.ChatState(state));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("extensions")
    void readsAnExtensionAndWritesItSoThatItReadsTheSame(String clause, String xml, Extension value) throws Exception {
        assertThat(read(stanza(xml)).extensions()).containsExactly(value);

        String written = MessageConverter.write(message(List.of(value)));

        assertThat(read(written).extensions()).containsExactly(value);
    }

    @Test
    void keepsTheOrderAndLeavesOutWhatNobodyReads() throws Exception {
        XmppMessage message = read(stanza("<request xmlns='urn:xmpp:receipts'/><x xmlns='urn:unknown'><y/></x>"
                + "<markable xmlns='urn:xmpp:chat-markers:0'/><x xmlns='jabber:x:conference' jid='a@@b'/>"));

        assertThat(message.extensions()).containsExactly(new Extension.ReceiptRequest(), new Extension.Markable());
        assertThat(message.has(Extension.Markable.class)).isTrue();
        assertThat(message.has(Extension.Correction.class)).isFalse();
    }

    @Test
    void readsNoMoreThanSixteen() throws Exception {
        String many = Stream.generate(() -> "<x xmlns='jabber:x:oob'><url>https://a</url></x>")
                .limit(100)
                .collect(Collectors.joining());

        assertThat(read(stanza(many)).extensions()).hasSize(16);
    }

    @Test
    void neverWritesWhatIsNotWellFormed() {
        for (String broken : List.of(
                "<body>",
                "</body>",
                "<body>&x;</body>",
                "<!DOCTYPE b><body/>",
                "<body><?a?></body>",
                "<body><![CDATA[a]]></body>",
                "a",
                "<a/><b/>")) {
            assertThatThrownBy(() -> MessageConverter.write(message(List.of(new Extension.Xhtml(broken)))))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void writesTextThatLooksLikeMarkupAndWhatXmlForbids() throws Exception {
        List<Extension> values = List.of(
                new Extension.OutOfBand("https://a/?b&c", "<]]>\"'"),
                new Extension.DirectInvitation(ROOM, "\"'<&", "a\u0000b", ""),
                new Extension.Received("<'\">&"));

        assertThat(read(MessageConverter.write(message(values))).extensions())
                .containsExactly(
                        new Extension.OutOfBand("https://a/?b&c", "<]]>\"'"),
                        new Extension.DirectInvitation(ROOM, "\"'<&", "a\uFFFDb", ""),
                        new Extension.Received("<'\">&"));
    }

    @Test
    void writesTheEndOfACdataSectionAsText() throws Exception {
        XmppMessage message =
                new XmppMessage("1", ROMEO, JULIET, "chat", "s ]]>", "t ]]>", "", "b ]]>", Optional.empty(), List.of());

        assertThat(read(MessageConverter.write(message))).isEqualTo(message);
    }

    private static XmppMessage message(List<Extension> extensions) {
        return new XmppMessage("1", ROMEO, JULIET, "chat", "", "", "", "hi", Optional.empty(), extensions);
    }

    private static String stanza(String extensions) {
        return "<message xmlns='jabber:client' from='romeo@example.net/orchard' to='juliet@example.com' id='1'"
                + " type='chat'><body>hi</body>" + extensions + "</message>";
    }

    private static XmppMessage read(String stanza) throws Exception {
        XmlPullParser parser = SmackXmlParser.newXmlParser(new StringReader(
                stanza.startsWith("<message xmlns")
                        ? stanza
                        : stanza.replaceFirst("<message", "<message xmlns='jabber:client'")));
        parser.next();
        Message message = (Message) PacketParserUtils.parseStanza(parser, XmlEnvironment.EMPTY);
        return MessageConverter.read(message).orElseThrow();
    }
}
