package org.tombolo.jingle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tombolo.xml.XmlElement;

/**
 * What one request says of a session (XEP-0166 7.1). {@code initiator} and {@code responder} of others are not read: the
 * sender of the stanza is who the session is with.
 *
 * @param sid names the session between its two parties
 * @param bundle names of the contents that share one transport (XEP-0338, RFC 9143)
 * @param reason why, where it is said
 * @param info name of the payload of a {@code session-info} (XEP-0167 9), such as {@code ringing}; empty when it has none, {@code other} when it is not of RTP sessions
 */
public record Jingle(
        JingleAction action,
        String sid,
        List<JingleContent> contents,
        List<String> bundle,
        Optional<Reason> reason,
        String info) {
    private static final Pattern SID = Pattern.compile("[\\x21-\\x7E]{1,128}");
    private static final int MOST_CONTENTS = 16;

    public Jingle {
        contents = List.copyOf(contents);
        bundle = List.copyOf(bundle);
    }

    /** A request without contents. */
    public static Jingle of(JingleAction action, String sid) {
        return new Jingle(action, sid, List.of(), List.of(), Optional.empty(), "");
    }

    /** The end of a session. */
    public static Jingle terminate(String sid, Reason reason) {
        return new Jingle(JingleAction.SESSION_TERMINATE, sid, List.of(), List.of(), Optional.of(reason), "");
    }

    /** XEP-0167 9: {@code ringing}, {@code hold}, {@code active} and others. */
    public static Jingle info(String sid, String name) {
        return new Jingle(JingleAction.SESSION_INFO, sid, List.of(), List.of(), Optional.empty(), name);
    }

    /**
     * Reads a {@code <jingle/>}.
     *
     * @throws JingleException when something in it is not as it must be, or more than is taken
     */
    public static Jingle read(XmlElement jingle) throws JingleException {
        Optional<JingleAction> action = JingleAction.of(jingle.attribute("action"));
        String sid = jingle.attribute("sid");
        if (action.isEmpty() || !SID.matcher(sid).matches()) {
            throw new JingleException("no action of XEP-0166 7.2, or no sid of 1 to 128 visible characters");
        }
        return new Jingle(action.get(), sid, contents(jingle), bundle(jingle), Reason.in(jingle), info(jingle));
    }

    private static List<JingleContent> contents(XmlElement jingle) throws JingleException {
        List<JingleContent> contents = new ArrayList<>();
        for (XmlElement content : jingle.all(Namespaces.JINGLE, "content")) {
            if (contents.size() == MOST_CONTENTS) {
                throw new JingleException("more than " + MOST_CONTENTS + " contents");
            }
            contents.add(JingleContent.read(content));
        }
        return contents;
    }

    private static List<String> bundle(XmlElement jingle) {
        return jingle.all(Namespaces.GROUPING, "group").stream()
                .filter(group -> group.attribute("semantics").equals("BUNDLE"))
                .findFirst()
                .map(group -> group.all(Namespaces.GROUPING, "content").stream()
                        .map(content -> content.attribute("name"))
                        .limit(MOST_CONTENTS)
                        .toList())
                .orElse(List.of());
    }

    private static String info(XmlElement jingle) {
        return jingle.children().stream()
                .filter(child -> !child.name().getNamespaceURI().equals(Namespaces.JINGLE)
                        && !child.name().getNamespaceURI().equals(Namespaces.GROUPING))
                .map(child -> child.name().getNamespaceURI().equals(Namespaces.RTP_INFO)
                        ? child.name().getLocalPart()
                        : "other")
                .findFirst()
                .orElse("");
    }

    /** The first content that is RTP of a kind. */
    public Optional<JingleContent> first(String media) {
        return contents.stream().filter(content -> content.is(media)).findFirst();
    }

    /**
     * The element.
     *
     * @param by our address, told as initiator or responder where XEP-0166 7.1 wants it
     */
    public XmlElement xml(String by) {
        XmlElement jingle = XmlElement.of(Namespaces.JINGLE, "jingle")
                .with("action", action.text())
                .with("sid", sid);
        if (action == JingleAction.SESSION_INITIATE) {
            jingle = jingle.with("initiator", by);
        } else if (action == JingleAction.SESSION_ACCEPT) {
            jingle = jingle.with("responder", by);
        }
        if (!bundle.isEmpty()) {
            jingle = jingle.with(group());
        }
        jingle = jingle.withAll(contents.stream().map(JingleContent::xml).toList());
        jingle = reason.map(Reason::xml).map(jingle::with).orElse(jingle);
        return info.isEmpty() ? jingle : jingle.with(XmlElement.of(Namespaces.RTP_INFO, info));
    }

    private XmlElement group() {
        return XmlElement.of(Namespaces.GROUPING, "group")
                .with("semantics", "BUNDLE")
                .withAll(bundle.stream()
                        .map(name ->
                                XmlElement.of(Namespaces.GROUPING, "content").with("name", name))
                        .toList());
    }
}
