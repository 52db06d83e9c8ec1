package org.tombolo.xmpp.component;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tombolo.identity.Jid;
import org.tombolo.xmpp.RoomPart.Destroyed;
import org.tombolo.xmpp.RoomPart.Entering;
import org.tombolo.xmpp.RoomPart.Standing;
import org.tombolo.xmpp.XmppPresence;
import org.tombolo.xmpp.XmppPresence.Type;

class PresenceConverterTest {
    private static final Jid OCCUPANT = new Jid("coven", "chat.shakespeare.lit", "thirdwitch");
    private static final Jid US = new Jid("alice", "ims.localhost", "session");

    @BeforeAll
    static void parsers() {
        ExtensionReader.prepareParsers();
    }

    private static XmppPresence read(String type, String inside) throws Exception {
        XmlPullParser parser = PacketParserUtils.getParserFor("<presence xmlns='jabber:client' from='" + OCCUPANT.text()
                + "' to='" + US.text() + "' id='p1'" + type + ">" + inside + "</presence>");
        Presence presence = (Presence) PacketParserUtils.parseStanza(parser, XmlEnvironment.EMPTY);
        return PresenceConverter.read(presence).orElseThrow();
    }

    @Test
    void xep0045_7_2_13_whoEntersSaysHowMuchSheWants() throws Exception {
        String xml = PresenceConverter.write(XmppPresence.of(Type.AVAILABLE, US, OCCUPANT)
                .named("p1")
                .with(new Entering(20, Optional.of(Instant.parse("2026-01-01T00:00:00.5Z")), "ses<ame")));
        assertThat(xml)
                .contains(
                        "http://jabber.org/protocol/muc'",
                        "<history maxstanzas='20' since='2026-01-01T00:00:00Z'>",
                        "<password>ses&lt;ame</password>");
    }

    @Test
    void xep0045_7_2_2_howAnOccupantStandsIsRead() throws Exception {
        XmppPresence presence = read(
                "",
                "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='participant'"
                        + " jid='hag66@shakespeare.lit/pda'/><status code='110'/><status code='210'/></x>");
        assertThat(presence.room())
                .contains(new Standing(
                        "member",
                        "participant",
                        Optional.of(new Jid("hag66", "shakespeare.lit", "pda")),
                        "",
                        "",
                        "",
                        Set.of(110, 210),
                        Optional.empty()));
    }

    @Test
    void xep0045_8_2_whoIsKickedAndByWhomIsRead() throws Exception {
        Standing standing = (Standing) read(
                        " type='unavailable'",
                        "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'>"
                                + "<actor nick='Fluellen'/><reason>Avaunt, you cullion!</reason></item>"
                                + "<status code='307'/></x>")
                .room()
                .orElseThrow();
        assertThat(standing.actor()).isEqualTo("Fluellen");
        assertThat(standing.reason()).isEqualTo("Avaunt, you cullion!");
        assertThat(standing.has(307)).isTrue();
    }

    @Test
    void xep0045_10_9_aDestroyedRoomIsRead() throws Exception {
        Standing standing = (Standing) read(
                        " type='unavailable'",
                        "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='none'/>"
                                + "<destroy jid='coven@chat.shakespeare.lit'><reason>Macbeth doth come.</reason></destroy></x>")
                .room()
                .orElseThrow();
        assertThat(standing.destroyed())
                .contains(
                        new Destroyed(Optional.of(new Jid("coven", "chat.shakespeare.lit", "")), "Macbeth doth come."));
    }

    @Test
    void xep0045_7_2_1_whoWantsToBeLetInIsRead() throws Exception {
        assertThat(read("", "<x xmlns='http://jabber.org/protocol/muc'/>").room())
                .contains(new Entering(Integer.MAX_VALUE, Optional.empty(), ""));
        assertThat(read(
                                "",
                                "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='5'/>"
                                        + "<password>cauldronburn</password></x>")
                        .room())
                .contains(new Entering(5, Optional.empty(), "cauldronburn"));
        assertThat(read("", "").room()).isEmpty();
    }

    @Test
    void xep0045_7_6_howAnOccupantStandsIsWritten() throws Exception {
        String xml = PresenceConverter.write(XmppPresence.of(Type.UNAVAILABLE, OCCUPANT, US)
                .with(new Standing(
                        "none",
                        "participant",
                        Optional.of(new Jid("hag66", "shakespeare.lit", "pda")),
                        "oldhag",
                        "",
                        "Avaunt",
                        Set.of(303, 110),
                        Optional.empty())));
        assertThat(xml)
                .contains(
                        "<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='none' role='participant'"
                                + " nick='oldhag' jid='hag66@shakespeare.lit/pda'><reason>Avaunt</reason></item>",
                        "<status code='110'></status><status code='303'></status></x>");
    }
}
