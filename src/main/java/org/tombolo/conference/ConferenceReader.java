package org.tombolo.conference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

/**
 * What the documents of one subscription tell together (RFC 4575 4.6). Who is in it is connected by at least one endpoint, or
 * has none that is told of. Not safe for several threads.
 */
public final class ConferenceReader {
    private static final XmlReader READER = new XmlReader(1 << 20, 32_768, 24);
    /** More participants than any conference has. */
    private static final int MOST = 5000;

    private final Map<String, XmlElement> users = new LinkedHashMap<>();
    private long version = -1;
    private String subject = "";

    /** What came of a document. */
    public enum Outcome {
        /** It tells more than was known. */
        NEWS,
        /** It is an old one. */
        OLD,
        /** One before it is missing: all has to be asked for again. */
        GAP,
        /** The conference is no more. */
        DELETED,
        /** It is no such document. */
        MALFORMED
    }

    /** Reads a document. */
    public Outcome read(byte[] document) {
        try {
            XmlElement root = READER.read(document);
            return root.is(ConferenceInfo.NAMESPACE, "conference-info") ? read(root) : Outcome.MALFORMED;
        } catch (XmlException e) {
            return Outcome.MALFORMED;
        }
    }

    private Outcome read(XmlElement root) {
        if (!root.attribute("version").matches("[0-9]{1,18}")) {
            return Outcome.MALFORMED;
        }
        long next = Long.parseLong(root.attribute("version"));
        boolean partial = root.attribute("state").equals("partial");
        if (next <= version) {
            return Outcome.OLD;
        } else if (partial && (version < 0 || next > version + 1)) {
            // RFC 4575 3.6, 4.6: the first one is full.
            return Outcome.GAP;
        }
        version = next;
        if (root.attribute("state").equals("deleted")) {
            return Outcome.DELETED;
        }
        if (!partial) {
            users.clear();
            subject = "";
        }
        root.child(ConferenceInfo.NAMESPACE, "conference-description")
                .ifPresent(d -> subject = d.childText(ConferenceInfo.NAMESPACE, "subject"));
        root.child(ConferenceInfo.NAMESPACE, "users").ifPresent(this::users);
        return Outcome.NEWS;
    }

    private void users(XmlElement all) {
        if (!all.attribute("state").equals("partial")) {
            users.clear();
        }
        for (XmlElement user : all.all(ConferenceInfo.NAMESPACE, "user")) {
            String entity = user.attribute("entity").trim();
            if (user.attribute("state").equals("deleted")) {
                users.remove(entity);
            } else if (!entity.isEmpty() && (users.size() < MOST || users.containsKey(entity))) {
                users.merge(
                        entity, user, (old, now) -> now.attribute("state").equals("partial") ? merged(old, now) : now);
            }
        }
    }

    /** RFC 4575 4.6, 3.2: what is told replaces what was told under that name; endpoints are told apart by their entity. */
    private static XmlElement merged(XmlElement old, XmlElement now) {
        List<XmlElement> kept = old.children().stream()
                .filter(known -> now.children().stream()
                        .noneMatch(told -> told.name().equals(known.name())
                                && told.attribute("entity").equals(known.attribute("entity"))))
                .toList();
        return now.withChildren(kept)
                .withAll(now.children().stream()
                        .filter(told -> !told.attribute("state").equals("deleted"))
                        .toList());
    }

    /** What it is about, empty when that is not told. */
    public String subject() {
        return subject;
    }

    /** Who is in it. */
    public List<Participant> participants() {
        return users.values().stream()
                .filter(ConferenceReader::connected)
                .map(ConferenceReader::participant)
                .toList();
    }

    private static boolean connected(XmlElement user) {
        List<XmlElement> endpoints = user.all(ConferenceInfo.NAMESPACE, "endpoint");
        return endpoints.isEmpty()
                || endpoints.stream()
                        .map(e -> e.childText(ConferenceInfo.NAMESPACE, "status"))
                        .anyMatch(status -> !status.equals("disconnected"));
    }

    private static Participant participant(XmlElement user) {
        String role = user.child(ConferenceInfo.NAMESPACE, "roles")
                .map(roles -> roles.childText(ConferenceInfo.NAMESPACE, "entry"))
                .orElse("");
        Optional<String> aor = user.child(ConferenceInfo.NAMESPACE, "associated-aors")
                .flatMap(aors -> aors.child(ConferenceInfo.NAMESPACE, "entry"))
                .map(entry -> entry.childText(ConferenceInfo.NAMESPACE, "uri"))
                .filter(uri -> !uri.isEmpty());
        // RFC 7702 7: the nickname of RFC 6501 where it is there, else the name to show.
        String nickname = user.attributes().getOrDefault(Participant.NICKNAME, "");
        String shown = user.childText(ConferenceInfo.NAMESPACE, "display-text");
        return new Participant(user.attribute("entity").trim(), nickname.isBlank() ? shown : nickname, role, aor);
    }
}
