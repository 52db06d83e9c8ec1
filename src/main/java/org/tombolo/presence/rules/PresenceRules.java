package org.tombolo.presence.rules;

import static org.tombolo.presence.rules.Names.POLICY;
import static org.tombolo.presence.rules.Names.RULES;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tombolo.xml.XmlElement;
import org.tombolo.xml.XmlException;

/** The rules of one presentity (RFC 4745 6, RFC 5025 3). Each of them only ever grants more. */
public final class PresenceRules {
    private final List<Rule> rules;

    private record Rule(List<Condition> conditions, SubHandling handling, Visibility visibility) {
        static Rule read(XmlElement element) {
            return new Rule(
                    element.child(POLICY, "conditions").map(XmlElement::children).orElse(List.of()).stream()
                            .map(Condition::read)
                            .toList(),
                    element.child(POLICY, "actions")
                            .map(actions -> actions.childText(RULES, "sub-handling"))
                            .flatMap(SubHandling::parse)
                            .orElse(SubHandling.BLOCK),
                    element.child(POLICY, "transformations")
                            .map(Visibility::read)
                            .orElse(Visibility.NOTHING));
        }

        boolean applies(Watcher watcher, Circumstances circumstances, boolean named) {
            return conditions.stream()
                    .allMatch(condition -> condition.holds(watcher, circumstances)
                            && !(named && condition instanceof Condition.Other));
        }

        boolean names(Watcher watcher, Circumstances circumstances) {
            return conditions.stream()
                    .anyMatch(condition -> condition.names() && condition.holds(watcher, circumstances));
        }
    }

    private PresenceRules(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * Reads a document.
     *
     * @throws XmlException when it is no rule set
     */
    public static PresenceRules read(XmlElement document) throws XmlException {
        if (!document.is(POLICY, "ruleset")) {
            throw new XmlException("not a rule set: " + document.name());
        }
        return new PresenceRules(
                document.all(POLICY, "rule").stream().map(Rule::read).toList());
    }

    /** References of the lists that they look into, to be read before {@link #decide}. */
    public Set<String> lists() {
        return rules.stream()
                .flatMap(rule -> rule.conditions().stream())
                .filter(Condition.ExternalList.class::isInstance)
                .flatMap(condition -> ((Condition.ExternalList) condition).references().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What a watcher may (RFC 4745 10.2: the rules that apply add up). Nothing, when none applies. */
    public Permission decide(Watcher watcher, Circumstances circumstances) {
        boolean named = rules.stream().anyMatch(rule -> rule.names(watcher, circumstances));
        SubHandling handling = SubHandling.BLOCK;
        Visibility visibility = Visibility.NOTHING;
        for (Rule rule : rules) {
            if (rule.applies(watcher, circumstances, named)) {
                handling = rule.handling().compareTo(handling) > 0 ? rule.handling() : handling;
                visibility = visibility.and(rule.visibility());
            }
        }
        return new Permission(handling, visibility);
    }
}
