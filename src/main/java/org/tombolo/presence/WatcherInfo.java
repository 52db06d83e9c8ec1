package org.tombolo.presence;

import java.util.List;
import java.util.Locale;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlWriter;

/**
 * Who watches somebody (RFC 3858 3), all of them.
 *
 * @param version counts the documents of one subscription from 0 on
 * @param resource URI of the presentity
 * @param watchers who watches her
 */
public record WatcherInfo(int version, String resource, List<Watcher> watchers) {
    public static final String TYPE = "application/watcherinfo+xml";
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:watcherinfo";

    /** Where a subscription stands (RFC 3857 4.7.1). */
    public enum Status {
        PENDING,
        ACTIVE,
        /** It expired before anybody decided. */
        WAITING
    }

    /** How it came to that (RFC 3857 4.7.1). */
    public enum Event {
        SUBSCRIBE,
        APPROVED,
        TIMEOUT
    }

    /**
     * One of them.
     *
     * @param id unique among them, a token
     * @param uri who it is
     * @param seconds since she subscribed
     */
    public record Watcher(String id, String uri, Status status, Event event, long seconds) {
        XmlElement element() {
            return XmlElement.of(NAMESPACE, "watcher", uri)
                    .with("id", id)
                    .with("status", status.name().toLowerCase(Locale.ROOT))
                    .with("event", event.name().toLowerCase(Locale.ROOT))
                    .with("duration-subscribed", Long.toString(seconds));
        }
    }

    /** The document as a body. */
    public byte[] write() {
        XmlElement list = XmlElement.of(NAMESPACE, "watcher-list")
                .with("resource", resource)
                .with("package", "presence")
                .withChildren(watchers.stream().map(Watcher::element).toList());
        return XmlWriter.write(XmlElement.of(NAMESPACE, "watcherinfo")
                .with("version", Integer.toString(version))
                .with("state", "full")
                .with(list));
    }
}
