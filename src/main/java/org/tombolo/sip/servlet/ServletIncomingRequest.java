package org.tombolo.sip.servlet;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.sip.IncomingRequest;
import org.tombolo.sip.Leg;
import org.tombolo.sip.LegListener;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipRequest;

/** A request that the container delivered, outside of a dialog. */
final class ServletIncomingRequest implements IncomingRequest {
    private static final Logger log = LoggerFactory.getLogger(ServletIncomingRequest.class);

    private final ServletSession session;
    private final SipServletRequest request;
    private final ServletSipRequest view;
    private final SipFactory factory;
    private final SipTrace trace;

    ServletIncomingRequest(
            ServletSession session,
            SipServletRequest request,
            ServletSipRequest view,
            SipFactory factory,
            SipTrace trace) {
        this.session = session;
        this.request = request;
        this.view = view;
        this.factory = factory;
        this.trace = trace;
    }

    SipServletRequest request() {
        return request;
    }

    @Override
    public SipRequest message() {
        return view;
    }

    @Override
    public ConvergedSession session() {
        return session;
    }

    @Override
    public void reply(SipReply reply) {
        SipMessages.answer(request, reply, session.id(), trace);
        if (reply.status() >= 200) {
            finish();
        }
    }

    private void finish() {
        if (request.getMethod().equals("INVITE")) {
            session.hasDialogs();
        }
        session.end();
    }

    @Override
    public void proceed() {
        proxy(List.of(request.getRequestURI()));
    }

    @Override
    public void forward(List<String> targets) {
        List<URI> uris = new ArrayList<>();
        for (String target : targets) {
            try {
                uris.add(factory.createURI(target));
            } catch (ServletParseException e) {
                log.warn("a registered contact is no URI: {}", target);
            }
        }
        proxy(uris);
    }

    private void proxy(List<URI> targets) {
        try {
            Proxy proxy = request.getProxy();
            // Out of any later exchange: TS 24.229 5.7.3 asks no Record-Route of an AS that only looked.
            proxy.setRecordRoute(false);
            proxy.setSupervised(false);
            proxy.setParallel(true);
            trace.proxied(session.id(), request, targets.toString());
            startProxy(proxy, targets);
            // The container's session lives on until the proxied transaction is over.
            session.close();
        } catch (TooManyHopsException e) {
            reply(SipReply.of(SipServletResponse.SC_TOO_MANY_HOPS));
        } catch (IllegalStateException | IllegalArgumentException e) {
            log.warn("cannot proxy {}: {}", request.getMethod(), e.toString());
            reply(SipReply.refusal(SipServletResponse.SC_SERVER_INTERNAL_ERROR, "cannot proxy the request"));
        }
    }

    private void startProxy(Proxy proxy, List<URI> targets) throws TooManyHopsException {
        try {
            proxy.proxyTo(targets);
        } catch (IllegalArgumentException e) {
            startBranches(proxy, targets);
        }
    }

    /** Open Liberty takes SIP URIs alone as targets, so that a number stands in the request of its branch only. */
    private void startBranches(Proxy proxy, List<URI> targets) throws TooManyHopsException {
        for (URI target : targets) {
            proxy.createProxyBranches(List.of(factory.createSipURI("", "localhost")))
                    .forEach(branch -> branch.getRequest().setRequestURI(target));
        }
        proxy.startProxy();
    }

    @Override
    public Leg leg(LegListener listener) {
        if (!request.getMethod().equals("INVITE")) {
            throw new IllegalStateException(request.getMethod() + " opens no dialog");
        }
        return new ServletLeg(session, listener, trace, request, false);
    }
}
