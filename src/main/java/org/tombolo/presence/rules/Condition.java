package org.tombolo.presence.rules;

import static org.tombolo.presence.rules.Names.OMA_POLICY;
import static org.tombolo.presence.rules.Names.POLICY;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.tombolo.xml.XmlElement;

/** Something that must be so for a rule to count (RFC 4745 7, OMA XDM 1.1). */
sealed interface Condition {

    boolean holds(Watcher watcher, Circumstances circumstances);

    /** Whether it is about who watches, so that the watcher whom it names is nobody's "other" (OMA XDM 1.1). */
    default boolean names() {
        return false;
    }

    /** Reads a child of conditions. */
    static Condition read(XmlElement element) {
        if (element.is(POLICY, "identity")) {
            return Identity.read(element);
        } else if (element.is(POLICY, "sphere")) {
            return new Sphere(List.of(element.attribute("value").trim().split("\\s+")));
        } else if (element.is(POLICY, "validity")) {
            return Validity.read(element);
        } else if (element.is(OMA_POLICY, "external-list")) {
            return new ExternalList(element.all(OMA_POLICY, "entry").stream()
                    .map(entry -> entry.attribute("anc").trim())
                    .toList());
        } else if (element.is(OMA_POLICY, "anonymous-request")) {
            return new Anonymous();
        } else if (element.is(OMA_POLICY, "other-identity")) {
            return new Other();
        }
        return new Unknown();
    }

    /** RFC 4745 7.1: one of these. */
    record Identity(List<Match> any) implements Condition {
        static Identity read(XmlElement element) {
            return new Identity(element.children().stream().map(Match::read).toList());
        }

        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            // Only who is authenticated can be matched.
            return watcher.identity().isPresent() && any.stream().anyMatch(match -> match.matches(watcher));
        }

        @Override
        public boolean names() {
            return true;
        }
    }

    /**
     * One or many (RFC 4745 7.1.2, 7.1.3).
     *
     * @param id of the one; empty for many
     * @param domain of the many; empty for every domain
     * @param exceptIds whom it leaves out
     * @param exceptDomains whose users it leaves out
     * @param known whether the element is one that we know
     */
    record Match(String id, String domain, Set<String> exceptIds, Set<String> exceptDomains, boolean known) {
        static Match read(XmlElement element) {
            boolean one = element.is(POLICY, "one") && !element.attribute("id").isBlank();
            return new Match(
                    one ? Watcher.normal(element.attribute("id")) : "",
                    Watcher.domain(element.attribute("domain")),
                    excepted(element, "id", Watcher::normal),
                    excepted(element, "domain", Watcher::domain),
                    one || element.is(POLICY, "many"));
        }

        private static Set<String> excepted(XmlElement element, String attribute, UnaryOperator<String> form) {
            return element.all(POLICY, "except").stream()
                    .map(except -> except.attribute(attribute))
                    .filter(value -> !value.isBlank())
                    .map(form)
                    .collect(Collectors.toUnmodifiableSet());
        }

        boolean matches(Watcher watcher) {
            String identity = watcher.identity().orElse("");
            if (!known || !id.isEmpty()) {
                return known && id.equals(identity);
            }
            return (domain.isEmpty() || domain.equals(watcher.domain()))
                    && !exceptIds.contains(identity)
                    && !exceptDomains.contains(watcher.domain());
        }
    }

    /** RFC 4745 7.3: the presentity is in one of these. */
    record Sphere(List<String> any) implements Condition {
        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            return !circumstances.sphere().isEmpty() && any.stream().anyMatch(circumstances.sphere()::equalsIgnoreCase);
        }
    }

    /** RFC 4745 7.4: it is time; from and until stand in pairs. */
    record Validity(List<Period> periods) implements Condition {
        /** A time with its beginning and without its end. */
        record Period(Instant from, Instant until) {}

        static Validity read(XmlElement element) {
            List<XmlElement> from = element.all(POLICY, "from");
            List<XmlElement> until = element.all(POLICY, "until");
            List<Period> periods = new ArrayList<>();
            for (int i = 0; i < Math.min(from.size(), until.size()); i++) {
                try {
                    periods.add(new Period(time(from.get(i)), time(until.get(i))));
                } catch (DateTimeException e) {
                    // no time of ours
                }
            }
            return new Validity(List.copyOf(periods));
        }

        private static Instant time(XmlElement element) {
            return OffsetDateTime.parse(element.text().trim()).toInstant();
        }

        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            Instant now = circumstances.now();
            return periods.stream().anyMatch(p -> !now.isBefore(p.from()) && now.isBefore(p.until()));
        }
    }

    /** OMA XDM 1.1: the watcher is in a list of the presentity's. */
    record ExternalList(List<String> references) implements Condition {
        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            return watcher.identity().isPresent()
                    && references.stream()
                            .map(reference -> circumstances.lists().getOrDefault(reference, Set.of()))
                            .anyMatch(members ->
                                    members.contains(watcher.identity().get()));
        }

        @Override
        public boolean names() {
            return true;
        }
    }

    /** OMA XDM 1.1: the watcher does not want to be known. */
    record Anonymous() implements Condition {
        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            return watcher.anonymous() || watcher.identity().isEmpty();
        }
    }

    /** OMA XDM 1.1: no rule names the watcher; {@link PresenceRules} sees to that. */
    record Other() implements Condition {
        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            return watcher.identity().isPresent() && !watcher.anonymous();
        }
    }

    /** RFC 4745 7: what is not known is not so. */
    record Unknown() implements Condition {
        @Override
        public boolean holds(Watcher watcher, Circumstances circumstances) {
            return false;
        }
    }
}
