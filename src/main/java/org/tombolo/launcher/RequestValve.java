package org.tombolo.launcher;

import gov.nist.javax.sip.header.Allow;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPMessageValve;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sip.SipStack;
import javax.sip.message.Response;

/**
 * Answers requests outside of a dialog that Restcomm itself would answer with 500, or relay for whoever asks. The stack
 * makes one by the name in {@code sip-stack.properties}.
 */
public final class RequestValve implements SIPMessageValve {
    private static final Logger log = Logger.getLogger(RequestValve.class.getName());

    // The stack calls init on a thread of its own, a moment after it has started.
    private volatile Set<String> served = Set.of();

    /** Reads which methods the application router names; the others the container would relay. */
    @Override
    public void init(SipStack stack) {
        Properties routes = new Properties();
        String dar = Objects.requireNonNull(System.getProperty("javax.servlet.sip.dar"), "javax.servlet.sip.dar");
        try (InputStream in = URI.create(dar).toURL().openStream()) {
            routes.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("cannot read " + dar, e);
        }
        Set<String> methods = new TreeSet<>(routes.stringPropertyNames());
        // Of a transaction or dialog that the container knows.
        methods.addAll(Set.of("ACK", "BYE", "CANCEL", "PRACK", "UPDATE"));
        served = methods;
    }

    @Override
    public boolean processRequest(SIPRequest request, MessageChannel channel) {
        if (request.getToTag() != null) {
            return true;
        }
        Set<String> methods = served;
        if (!methods.isEmpty() && !methods.contains(request.getMethod())) {
            return refuse(request, channel, Response.METHOD_NOT_ALLOWED, "Method Not Allowed");
        }
        if (request.getMethod().equals("INVITE") && request.getContactHeader() == null) {
            // RFC 3261 8.1.1.8
            return refuse(request, channel, Response.BAD_REQUEST, "Bad Request: an INVITE without Contact");
        }
        return true;
    }

    // Without state: a retransmission gets the same answer again.
    private boolean refuse(SIPRequest request, MessageChannel channel, int status, String reason) {
        SIPResponse response = request.createResponse(status, reason);
        try {
            response.setToTag(
                    UUID.nameUUIDFromBytes(request.getCallId().getCallId().getBytes(StandardCharsets.UTF_8))
                            .toString());
            if (status == Response.METHOD_NOT_ALLOWED) {
                response.setHeader(new Allow(String.join(", ", served)));
            }
            channel.sendMessage(response);
        } catch (IOException e) {
            log.log(Level.WARNING, "cannot refuse a request with " + status, e);
        }
        return false;
    }

    @Override
    public boolean processResponse(Response response, MessageChannel channel) {
        return true;
    }

    @Override
    public void destroy() {}
}
