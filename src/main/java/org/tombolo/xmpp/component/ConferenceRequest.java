package org.tombolo.xmpp.component;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverInfoBuilder;
import org.jivesoftware.smackx.disco.packet.DiscoverItems;
import org.jivesoftware.smackx.xdata.FormField;
import org.jivesoftware.smackx.xdata.packet.DataForm;
import org.jxmpp.jid.Jid;
import org.jxmpp.jid.impl.JidCreate;
import org.jxmpp.jid.parts.Resourcepart;
import org.jxmpp.stringprep.XmppStringprepException;
import org.tombolo.xmpp.Conference;
import org.tombolo.xmpp.XmppHandler;

/**
 * Somebody asks what an address of ours is that may be a conference's (XEP-0030 3, 4).
 *
 * @param address bare address
 * @param asking full address
 */
record ConferenceRequest(IQ request, org.tombolo.identity.Jid address, org.tombolo.identity.Jid asking) {
    private static final String ROOM = "http://jabber.org/protocol/muc";
    private static final String FORM = ROOM + "#roominfo";

    /** Empty for another request: devices, nodes and domains are no conferences. */
    static Optional<ConferenceRequest> of(IQ request) {
        boolean asked = request instanceof DiscoverInfo info && info.getNode() == null
                || request instanceof DiscoverItems items && items.getNode() == null;
        boolean bare = request.getTo() != null && request.getTo().isEntityBareJid() && request.getFrom() != null;
        if (!asked || !bare || request.getType() != IQ.Type.get) {
            return Optional.empty();
        }
        return jid(request.getTo())
                .flatMap(to -> jid(request.getFrom()).map(from -> new ConferenceRequest(request, to, from)));
    }

    private static Optional<org.tombolo.identity.Jid> jid(Jid jid) {
        return org.tombolo.identity.Jid.parse(jid.toString());
    }

    /** The answer; empty when it is no conference. */
    CompletableFuture<Optional<Stanza>> answer(XmppHandler handler) {
        return handler.conference(address, asking).thenApply(known -> known.map(this::answer));
    }

    private Stanza answer(Conference known) {
        Stanza answer = request instanceof DiscoverInfo ? info(known) : items(known);
        answer.setFrom(request.getTo());
        answer.setTo(request.getFrom());
        answer.setStanzaId(request.getStanzaId());
        return answer;
    }

    /** XEP-0045 6.4: a password and a list of members it has not, and nobody finds it by asking for rooms. */
    private DiscoverInfo info(Conference known) {
        DiscoverInfoBuilder answer = DiscoverInfo.builder(request.getStanzaId())
                .ofType(IQ.Type.result)
                .addIdentity(new DiscoverInfo.Identity("conference", name(), "text"))
                .addFeature(DiscoverInfo.NAMESPACE)
                .addFeature(DiscoverItems.NAMESPACE)
                .addFeature(ROOM)
                .addFeature("muc_hidden")
                .addFeature("muc_unsecured")
                .addFeature("muc_unmoderated");
        if (!known.nicknames().isEmpty()) {
            answer.addExtension(DataForm.builder(DataForm.Type.result)
                    .setFormType(FORM)
                    .addField(field("muc#roominfo_subject", XmlText.clean(known.subject())))
                    .addField(field(
                            "muc#roominfo_occupants",
                            String.valueOf(known.nicknames().size())))
                    .build());
        }
        return answer.build();
    }

    private String name() {
        return org.tombolo.identity.JidEscape.unescape(address.local());
    }

    private static FormField field(String name, String value) {
        return FormField.builder(name).setValue(value).build();
    }

    /** XEP-0045 6.5 */
    private DiscoverItems items(Conference known) {
        DiscoverItems answer = new DiscoverItems();
        answer.setType(IQ.Type.result);
        for (String nickname : known.nicknames()) {
            try {
                answer.addItem(new DiscoverItems.Item(
                        JidCreate.fullFrom(request.getTo().asEntityBareJidIfPossible(), Resourcepart.from(nickname))));
            } catch (XmppStringprepException e) {
                throw new IllegalStateException("a nickname that was a resource before", e);
            }
        }
        return answer;
    }
}
