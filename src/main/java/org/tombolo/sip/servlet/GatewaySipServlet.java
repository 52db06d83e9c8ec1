package org.tombolo.sip.servlet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
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
import org.tombolo.trace.SessionId;

/** The main servlet: hands what the container delivers to the {@link SipStack} that the application started. */
public final class GatewaySipServlet extends SipServlet
        implements SipServletListener, SipErrorListener, SipApplicationSessionListener {
    private static final long serialVersionUID = 1L;
    private static final String KEY = "org.tombolo.key";
    private static final String BRANCH_ENDS = ";, \t\r\n";

    /**
     * The key of the session that an initial request opens (JSR 289 15.11.2): the same for the same arrival, another
     * for the same request that spirals back on another branch, so that both visits of ISC have a session of their own.
     */
    @SipApplicationKey
    public static String sessionKey(SipServletRequest request) {
        SessionId key = newKey(request);
        request.setAttribute(KEY, key);
        return key.value();
    }

    /** The key that an initial request was given. */
    static SessionId keyOf(SipServletRequest request) {
        return request.getAttribute(KEY) instanceof SessionId key ? key : newKey(request);
    }

    // A MESSAGE is one transaction, which the container tells from its repetitions: nothing else can arrive in its session.
    private static SessionId newKey(SipServletRequest request) {
        return request.getMethod().equals("MESSAGE") ? anyKey() : arrivalKey(request, request.getHeader("Via"));
    }

    private static SessionId anyKey() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new SessionId("m-" + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX)
                + '-' + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
    }

    private static SessionId arrivalKey(SipServletRequest request, String topmostVia) {
        String arrival = request.getCallId() + '\n' + request.getFrom().getParameter("tag") + '\n' + branch(topmostVia);
        byte[] hash = sha256().digest(arrival.getBytes(StandardCharsets.UTF_8));
        return new SessionId(
                Base64.getUrlEncoder().withoutPadding().encodeToString(hash).substring(0, 22));
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
