package org.tombolo.xmpp.component;

import java.util.function.LongSupplier;
import org.jivesoftware.smack.packet.ErrorIQ;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.StanzaError;
import org.jivesoftware.smackx.disco.packet.DiscoverInfo;
import org.jivesoftware.smackx.disco.packet.DiscoverInfoBuilder;
import org.jivesoftware.smackx.disco.packet.DiscoverItems;
import org.jivesoftware.smackx.iqlast.packet.LastActivity;
import org.jivesoftware.smackx.iqversion.packet.Version;
import org.jivesoftware.smackx.ping.packet.Ping;
import org.jivesoftware.smackx.time.packet.Time;

/** Answers requests to our domain and its users: every get and set gets exactly one answer (RFC 6120 8.2.3). */
final class RequestResponder {
    private static final String ESCAPING = "jid\\20escaping";

    private final LongSupplier uptime;

    /**
     * What answers for one gateway.
     *
     * @param uptime seconds since it started
     */
    RequestResponder(LongSupplier uptime) {
        this.uptime = uptime;
    }

    /** The answer to a request of type get or set. */
    Stanza answer(IQ request) {
        Stanza answer = answerTo(request);
        // Smack's own makers of answers forget one or the other.
        answer.setFrom(request.getTo());
        answer.setTo(request.getFrom());
        answer.setStanzaId(request.getStanzaId());
        return answer;
    }

    private IQ answerTo(IQ request) {
        boolean get = request.getType() == IQ.Type.get;
        if (get && request instanceof DiscoverInfo info) {
            return info(info);
        }
        if (get && request instanceof DiscoverItems items) {
            return items(items);
        }
        if (get && request instanceof Ping ping) {
            return ping.getPong();
        }
        if (get && request instanceof Version version) {
            return Version.createResultFor(version, new Version("Tombolo", version(), null));
        }
        if (get && request instanceof Time time) {
            return Time.createResponse(time);
        }
        if (get && request instanceof LastActivity && isOfDomain(request)) {
            return uptime();
        }
        // RFC 6120 8.4: a payload whose namespace nobody here understands.
        return error(request, StanzaError.Condition.service_unavailable);
    }

    /** XEP-0012 4: a server or component is asked for its uptime. When a user was there last is hers to tell, by presence. */
    private IQ uptime() {
        LastActivity answer = new LastActivity();
        answer.setType(IQ.Type.result);
        answer.setLastActivity(uptime.getAsLong());
        return answer;
    }

    private static boolean isOfDomain(IQ request) {
        return request.getTo().getLocalpartOrNull() == null;
    }

    /** An error that does not repeat the request (RFC 6120 8.3.1 leaves that open): Smack would write an unknown one wrongly. */
    private static IQ error(IQ request, StanzaError.Condition condition) {
        return ErrorIQ.builder(
                        StanzaError.getBuilder(condition).build(),
                        StanzaBuilder.buildIqData(request.getStanzaId()).ofType(IQ.Type.error))
                .build();
    }

    private static IQ info(DiscoverInfo request) {
        boolean domain = isOfDomain(request);
        if (request.getNode() != null && (domain || !request.getNode().equals(UserCapabilities.node()))) {
            // XEP-0030 7: we have no nodes but that of XEP-0115.
            return error(request, StanzaError.Condition.item_not_found);
        }
        DiscoverInfoBuilder answer = DiscoverInfo.builder(request.getStanzaId())
                .ofType(IQ.Type.result)
                .from(request.getTo())
                .to(request.getFrom())
                .setNode(request.getNode());
        return (domain ? ofDomain(answer) : ofUser(answer)).build();
    }

    private static DiscoverInfoBuilder ofDomain(DiscoverInfoBuilder answer) {
        return answer.addIdentity(new DiscoverInfo.Identity("gateway", "IMS gateway", "simple"))
                .addFeature(DiscoverInfo.NAMESPACE)
                .addFeature(Ping.NAMESPACE)
                .addFeature(DiscoverItems.NAMESPACE)
                .addFeature(Version.NAMESPACE)
                .addFeature("urn:xmpp:time")
                .addFeature(LastActivity.NAMESPACE)
                // XEP-0106 5: addresses of SIP users are escaped as it says (RFC 7247 5).
                .addFeature(ESCAPING);
    }

    private static DiscoverInfoBuilder ofUser(DiscoverInfoBuilder answer) {
        UserCapabilities.FEATURES.forEach(answer::addFeature);
        return answer.addIdentity(UserCapabilities.IDENTITY);
    }

    private static IQ items(DiscoverItems request) {
        DiscoverItems answer = new DiscoverItems();
        answer.setType(IQ.Type.result);
        answer.setStanzaId(request.getStanzaId());
        answer.setFrom(request.getTo());
        answer.setTo(request.getFrom());
        answer.setNode(request.getNode());
        return answer;
    }

    private static String version() {
        String version = RequestResponder.class.getPackage().getImplementationVersion();
        return version == null ? "0.1" : version;
    }
}
