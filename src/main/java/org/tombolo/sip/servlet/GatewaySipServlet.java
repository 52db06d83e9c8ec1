package org.tombolo.sip.servlet;

import java.util.HexFormat;
import javax.servlet.ServletException;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import javax.servlet.sip.SipErrorEvent;
import javax.servlet.sip.SipErrorListener;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletContextEvent;
import javax.servlet.sip.SipServletListener;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.annotation.SipApplicationKey;
import org.jspecify.annotations.Nullable;
import org.tombolo.trace.SessionId;

/** The main servlet: hands what the container delivers to the {@link SipStack} that the application started. */
public final class GatewaySipServlet extends SipServlet
        implements SipServletListener, SipErrorListener, SipApplicationSessionListener {
    private static final long serialVersionUID = 1L;
    private static final HexFormat HEX = HexFormat.of();
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final String BRANCH_ENDS = ";, \t\r\n";

    /**
     * The key of the session that an initial request opens (JSR 289 15.11.2): the same for the same arrival, another
     * for the same request that spirals back on another branch, so that both visits of ISC have a session of their own.
     */
    @SipApplicationKey
    public static String sessionKey(SipServletRequest request) {
        return keyOf(request, request.getHeader("Via")).value();
    }

    // Whoever knows these three could send them himself: a hash that resists attacks would protect nothing, and cost as
    // much as
    // a tenth of a MESSAGE.
    static SessionId keyOf(SipServletRequest request, String topmostVia) {
        long dialog =
                hash(hash(FNV_BASIS, request.getCallId()), request.getFrom().getParameter("tag"));
        return new SessionId(HEX.toHexDigits(dialog) + HEX.toHexDigits(hash(FNV_BASIS, branch(topmostVia))));
    }

    /** FNV-1a of 64 bits. */
    private static long hash(long seed, @Nullable String text) {
        long hash = seed;
        for (int i = 0; text != null && i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    // The topmost Via names the hop; the containers may add "received" and "rport" to it, but not to its branch.
    private static String branch(String via) {
        int start = via.indexOf("branch=");
        if (start < 0) {
            return via;
        }
        int end = start;
        while (end < via.length() && BRANCH_ENDS.indexOf(via.charAt(end)) < 0) {
            end++;
        }
        return via.substring(start, end);
    }

    /** The container's SIP is ready: only now are all its attributes there, in every container. */
    @Override
    public void servletInitialized(SipServletContextEvent event) {
        ((SipStack) event.getServletContext().getAttribute(SipStack.ATTRIBUTE)).containerReady();
    }

    @Override
    protected void doRequest(SipServletRequest request) {
        stack().request(request);
    }

    @Override
    protected void doResponse(SipServletResponse response) {
        stack().response(response);
    }

    @Override
    public void noAckReceived(SipErrorEvent event) {
        stack().noAck(event.getRequest());
    }

    @Override
    public void noPrackReceived(SipErrorEvent event) {
        stack().noPrack(event.getRequest());
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {
        ServletSessions.attached(event.getApplicationSession()).ifPresent(ServletSession::close);
    }

    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {}

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
        sessionExpired(event);
    }

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}

    @Override
    public void init() throws ServletException {
        if (getServletContext().getAttribute(SipStack.ATTRIBUTE) == null) {
            throw new ServletException("the application has not started");
        }
    }

    private SipStack stack() {
        return (SipStack) getServletContext().getAttribute(SipStack.ATTRIBUTE);
    }
}
