package org.tombolo.gateway.interaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sets which way media flow in descriptions that are otherwise left alone: hold and mute. */
final class Restriction {
    private Restriction() {}

    /** The same description with no media flowing but where this allows it. */
    static Description apply(Description description, Flow allowed) {
        if (allowed.equals(Flow.BOTH)) {
            return description;
        }
        Flow all = said(description.session()).orElse(Flow.BOTH);
        return new Description(
                without(description.session()),
                description.media().stream()
                        .map(section -> set(section, said(section).orElse(all).and(allowed)))
                        .toList());
    }

    /**
     * The same description with the directions of another one of the same party: an answer to an offer that we restricted
     * says what we allowed and no longer what the party wants.
     */
    static Description withFlowsOf(Description wished, Description description) {
        Flow all = said(wished.session()).orElse(Flow.BOTH);
        List<List<String>> media = new ArrayList<>();
        for (int i = 0; i < description.media().size(); i++) {
            List<String> section = description.media().get(i);
            Flow flow = i < wished.media().size() ? said(wished.media().get(i)).orElse(all) : Flow.BOTH;
            media.add(set(section, flow));
        }
        return new Description(without(description.session()), media);
    }

    private static List<String> set(List<String> section, Flow flow) {
        if (Description.refused(section)) {
            return section;
        }
        List<String> lines = new ArrayList<>(without(section));
        if (!flow.equals(Flow.BOTH)) {
            lines.add(flow.line());
        }
        return lines;
    }

    private static Optional<Flow> said(List<String> lines) {
        return lines.stream().map(Flow::of).flatMap(Optional::stream).findFirst();
    }

    private static List<String> without(List<String> lines) {
        return lines.stream().filter(l -> Flow.of(l).isEmpty()).toList();
    }
}
