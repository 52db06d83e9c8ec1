package org.tombolo.routing;

import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tombolo.sip.Header;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.SessionTimer;
import org.tombolo.sip.SipHandler;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;
import org.tombolo.trace.Trace;
import org.tombolo.trace.TraceEvent;

/** Gives each request to the first rule that wants it. */
public final class Router implements SipHandler {
    private final List<Rule> rules;
    private final Rule last;
    private final Trace trace;
    private final Clock clock;

    /** @param last serves what no rule wants */
    public Router(List<Rule> rules, Rule last, Trace trace, Clock clock) {
        this.rules = List.copyOf(rules);
        this.last = last;
        this.trace = trace;
        this.clock = clock;
    }

    @Override
    public void handle(IncomingRequest request) {
        Rule rule = ruleFor(request.message());
        trace.record(TraceEvent.internal(request.session().id(), clock.instant(), "routed to " + rule.name()));
        boolean ours = rule != last;
        List<String> missing = ours ? missing(rule, request.message()) : List.of();
        Optional<SipReply> tooShort = ours ? SessionTimer.refusal(request.message()) : Optional.empty();
        if (!missing.isEmpty()) {
            // RFC 3261 8.2.2.3: we serve it ourselves, and do not have every extension that is required of us.
            request.reply(SipReply.of(420).with(new Header("Unsupported", String.join(", ", missing))));
        } else if (tooShort.isPresent()) {
            request.reply(tooShort.get());
        } else {
            rule.handler().handle(request);
        }
    }

    private static List<String> missing(Rule rule, SipRequest request) {
        return request.headers("Require").stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::trim)
                .filter(tag -> !tag.isEmpty() && !rule.extensions().contains(tag.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private Rule ruleFor(SipRequest message) {
        for (Rule rule : rules) {
            if (mayServe(rule, message) && rule.wants().test(message)) {
                return rule;
            }
        }
        return last;
    }

    // A filter criterion may name the gateway for what it triggers, in its ServerName: sip:AS;app=convergence. Not for
    // REGISTER, which tells all of them who is there.
    private static boolean mayServe(Rule rule, SipRequest message) {
        String named = message.isc().application();
        return named.isEmpty() || rule.name().equals(named) || message.method().equals("REGISTER");
    }
}
