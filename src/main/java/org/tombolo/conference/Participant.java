package org.tombolo.conference;

import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.tombolo.xml.XmlElement;

/**
 * Somebody in a conference (RFC 4575 5.6), connected by one endpoint that exchanges messages.
 *
 * @param uri names her in the conference
 * @param nickname by which others know her (RFC 7701 7.4)
 * @param role such as {@code participant}; empty when it is not told
 * @param aor who she is outside, when that is told
 */
public record Participant(String uri, String nickname, String role, Optional<String> aor) {
    static final QName NICKNAME = new QName("urn:ietf:params:xml:ns:xcon-conference-info", "nickname");

    XmlElement element() {
        XmlElement user = gone(uri)
                .with("state", "full")
                .with(NICKNAME, nickname)
                .with(ConferenceInfo.element("display-text", nickname));
        XmlElement known = aor.map(outside -> user.with(
                        ConferenceInfo.element("associated-aors").with(entry(ConferenceInfo.element("uri", outside)))))
                .orElse(user);
        XmlElement placed = role.isEmpty()
                ? known
                : known.with(ConferenceInfo.element("roles").with(ConferenceInfo.element("entry", role)));
        return placed.with(endpoint());
    }

    /** What is said of one who has left. */
    static XmlElement gone(String uri) {
        return ConferenceInfo.element("user").with("entity", uri).with("state", "deleted");
    }

    private static XmlElement entry(XmlElement content) {
        return ConferenceInfo.element("entry").withChildren(List.of(content));
    }

    private XmlElement endpoint() {
        XmlElement media =
                ConferenceInfo.element("media").with("id", "1").with(ConferenceInfo.element("type", "message"));
        return ConferenceInfo.element("endpoint")
                .with("entity", uri)
                .with("state", "full")
                .with(ConferenceInfo.element("status", "connected"), media);
    }
}
