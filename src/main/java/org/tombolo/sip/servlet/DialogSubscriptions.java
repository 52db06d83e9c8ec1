package org.tombolo.sip.servlet;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.jspecify.annotations.Nullable;
import org.tombolo.sip.DialogRequest;
import org.tombolo.sip.Notifier;
import org.tombolo.sip.NotifierListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** The subscriptions that share an INVITE dialog (RFC 5057 3.2), each known by its event. */
final class DialogSubscriptions {
    private static final int MOST = 8;

    private final ServletSession session;
    private final SipTrace trace;
    private final Map<String, ServletNotifier> notifiers = new HashMap<>();
    private boolean referred;

    DialogSubscriptions(ServletSession session, SipTrace trace) {
        this.session = session;
        this.trace = trace;
    }

    /** @param fresh gets what makes a further subscription */
    void onRequest(SipServletRequest request, ServletSipRequest view, Consumer<DialogRequest> fresh) {
        boolean refer = request.getMethod().equals("REFER");
        ServletNotifier known = refer ? null : notifiers.get(key(request.getHeader("Event")));
        if (known != null) {
            known.onRequest(request, view);
        } else if (notifiers.size() >= MOST) {
            answer(request, SipReply.refusal(503, "too many subscriptions in one dialog"));
        } else {
            fresh.accept(new Fresh(request, view, refer ? referEvent(request) : request.getHeader("Event")));
        }
    }

    /** RFC 3515 2.4.6: the second and later REFER of a dialog are told apart by their CSeq. */
    private String referEvent(SipServletRequest request) {
        String sequence = request.getHeader("CSeq").trim().split("\\s+", 2)[0];
        String event = referred ? "refer;id=" + sequence : "refer";
        referred = true;
        return event;
    }

    /** A response to a NOTIFY. */
    void onResponse(SipServletResponse response) {
        String key = key(response.getRequest().getHeader("Event"));
        ServletNotifier notifier = notifiers.get(key);
        if (notifier != null) {
            if (response.getStatus() >= 200 && notifier.terminated()) {
                notifiers.remove(key);
            }
            notifier.onResponse(response);
        }
    }

    private static String key(@Nullable String event) {
        return event == null ? "" : event.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    private void answer(SipServletRequest request, SipReply reply) {
        SipMessages.answer(request, reply, session.id(), trace);
    }

    /** One that is not answered yet. */
    private final class Fresh implements DialogRequest {
        private final SipServletRequest request;
        private final ServletSipRequest view;
        private final String event;

        Fresh(SipServletRequest request, ServletSipRequest view, @Nullable String event) {
            this.request = request;
            this.view = view;
            this.event = Optional.ofNullable(event).orElse("");
        }

        @Override
        public SipRequest message() {
            return view;
        }

        @Override
        public void reply(SipReply reply) {
            answer(request, reply);
        }

        @Override
        public Notifier notifier(NotifierListener listener) {
            ServletNotifier notifier = new ServletNotifier(session, request, event, trace, listener);
            notifiers.put(key(event), notifier);
            return notifier;
        }
    }
}
