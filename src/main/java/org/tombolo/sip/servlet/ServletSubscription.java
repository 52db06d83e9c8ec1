package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipSubscriptions;
import org.tombolo.sip.SipSubscriptions.Terms;
import org.tombolo.sip.Subscription;
import org.tombolo.sip.SubscriptionListener;
import org.tombolo.sip.SubscriptionState;
import org.tombolo.trace.SessionId;

/**
 * A subscription of ours on the container's SipSession. What the protocol owes by itself is done here: one dialog whatever
 * the SUBSCRIBE forked to (RFC 3856 6.9), another attempt after 423 with the time that the notifier wants (RFC 6665 4.2.1.1).
 */
final class ServletSubscription implements Subscription, DialogUsage {
    private static final Logger LOG = LoggerFactory.getLogger(ServletSubscription.class);
    private static final int INTERVAL_TOO_BRIEF = 423;
    private static final int BAD_EVENT = 489;
    /** The longest that we let a notifier ask of us: a day. */
    private static final long LONGEST = 86_400;

    private final ServletSession session;
    private final Creation creation;
    private final Terms terms;
    private final SipTrace trace;
    private final SubscriptionListener listener;

    private @Nullable SipSession dialog;
    /** Tag of the notifier whose dialog it is; empty until it has spoken. */
    private String notifier = "";

    private long asked;
    private boolean lengthened;
    private boolean established;
    private boolean ended;

    /** Makes the SUBSCRIBE that opens a dialog. */
    interface Creation {
        SipServletRequest create() throws IOException;
    }

    ServletSubscription(
            ServletSession session, Creation creation, Terms terms, SipTrace trace, SubscriptionListener listener) {
        this.session = session;
        this.creation = creation;
        this.terms = terms;
        this.trace = trace;
        this.listener = listener;
    }

    @Override
    public SessionId session() {
        return session.id();
    }

    /** Sends the first SUBSCRIBE; on the session's executor. */
    void start(long seconds) {
        session.hasDialogs();
        try {
            SipServletRequest request = creation.create();
            dialog = request.getSession();
            dialog.setAttribute(ATTRIBUTE, this);
            send(request, seconds);
        } catch (IOException | RuntimeException e) {
            cannotSend(e);
        }
    }

    @Override
    public void refresh(long seconds) {
        session.execute(() -> resubscribe(seconds));
    }

    @Override
    public void close() {
        session.execute(this::over);
    }

    private void over() {
        ended = true;
        session.end();
    }

    private void resubscribe(long seconds) {
        SipSession now = dialog;
        if (ended || now == null) {
            return;
        }
        try {
            send(SipMessages.withHeaders(now.createRequest("SUBSCRIBE"), terms.headers()), seconds);
        } catch (IOException | RuntimeException e) {
            cannotSend(e);
        }
    }

    private void send(SipServletRequest request, long seconds) throws IOException {
        asked = seconds;
        request.addHeader("Event", terms.event());
        request.setHeader("Expires", Long.toString(seconds));
        request.send();
        trace.sent(session.id(), request);
    }

    // Whatever the container does not like in our request: who waits is told, once.
    private void cannotSend(Exception e) {
        LOG.warn("cannot send SUBSCRIBE: {}", e.toString());
        listener.refused(this, ServletSipCalls.failure(503, "cannot send: " + e.getMessage()), true);
        over();
    }

    @Override
    public void onResponse(SipServletResponse response) {
        if (ended || response.getStatus() < 200 || !response.getMethod().equals("SUBSCRIBE")) {
            return;
        }
        if (response.getStatus() < 300) {
            established = true;
            if (notifier.isEmpty()) {
                join(response.getSession(), tag(response.getTo()));
            }
            listener.accepted(this, granted(response));
        } else if (!lengthen(response)) {
            boolean end = !established || SipSubscriptions.ends(response.getStatus());
            listener.refused(this, ServletSipCalls.read(response), end);
            if (end) {
                over();
            }
        }
    }

    // RFC 6665 4.1.2.1: the notifier may shorten what we asked for; without a word it agrees.
    private long granted(SipServletResponse response) {
        String expires = response.getHeader("Expires");
        return expires != null && expires.matches("[0-9]{1,10}") ? Math.min(Long.parseLong(expires), LONGEST) : asked;
    }

    private boolean lengthen(SipServletResponse response) {
        String least = response.getHeader("Min-Expires");
        if (response.getStatus() != INTERVAL_TOO_BRIEF
                || lengthened
                || least == null
                || !least.matches("[0-9]{1,5}")
                || Long.parseLong(least) > LONGEST) {
            return false;
        }
        lengthened = true;
        if (established) {
            resubscribe(Long.parseLong(least));
        } else {
            start(Long.parseLong(least));
        }
        return true;
    }

    @Override
    public void onRequest(SipServletRequest request, ServletSipRequest view) {
        if (!request.getMethod().equals("NOTIFY")) {
            answer(request, SipReply.of(SipServletResponse.SC_METHOD_NOT_ALLOWED));
        } else if (ended || !oneDialog(request)) {
            answer(request, SipReply.of(SipServletResponse.SC_CALL_LEG_DONE));
        } else if (!view.header("Event").filter(this::isOurEvent).isPresent()) {
            answer(request, SipReply.of(BAD_EVENT));
        } else {
            notified(request, view);
        }
    }

    // RFC 3856 6.9: of several notifiers that a SUBSCRIBE reached by forking we keep the one that spoke first. Restcomm
    // has a session for each, Open Liberty one for all.
    private boolean oneDialog(SipServletRequest request) {
        String from = tag(request.getFrom());
        if (notifier.isEmpty()) {
            join(request.getSession(), from);
        }
        established = true;
        return notifier.equals(from);
    }

    private void join(SipSession session, String tag) {
        notifier = tag;
        dialog = session;
        session.setAttribute(ATTRIBUTE, this);
    }

    private static String tag(Address address) {
        return Optional.ofNullable(address.getParameter("tag")).orElse("");
    }

    // RFC 6665 8.2.1: the package and the id are the same, and ours has no id.
    private boolean isOurEvent(String header) {
        String[] parts = header.toLowerCase(Locale.ROOT).split(";", -1);
        return parts[0].trim().equals(terms.event())
                && Arrays.stream(parts).noneMatch(part -> part.trim().startsWith("id="));
    }

    private void notified(SipServletRequest request, ServletSipRequest view) {
        Optional<SubscriptionState> state = view.header("Subscription-State").flatMap(SubscriptionState::parse);
        if (state.isEmpty()) {
            answer(request, SipReply.refusal(SipServletResponse.SC_BAD_REQUEST, "no Subscription-State"));
            return;
        }
        answer(request, listener.notified(this, state.get(), view.body()));
        if (state.get().terminated()) {
            over();
        }
    }

    private void answer(SipServletRequest request, SipReply reply) {
        SipMessages.answer(request, reply, session.id(), trace);
    }
}
