package org.tombolo.sip.servlet;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.jspecify.annotations.Nullable;
import org.tombolo.identity.SipAddress;
import org.tombolo.sip.Body;
import org.tombolo.sip.IscContext;
import org.tombolo.sip.SipRequest;

/** A container's request, read through our words. */
final class ServletSipRequest implements SipRequest {
    private final SipServletRequest request;
    private final IscContext isc;
    private final boolean trusted;
    private final boolean standalone;
    // Read when first asked for, since every rule asks.
    private String requestUri = "";
    private String from = "";
    private @Nullable Optional<SipAddress> sender;

    /**
     * @param trusted whether the peer's word on identities is believed (RFC 3325 4)
     * @param standalone whether a peer's From is believed because only this machine can reach us
     */
    ServletSipRequest(SipServletRequest request, boolean trusted, boolean standalone) {
        this.request = request;
        this.trusted = trusted;
        this.standalone = standalone;
        this.isc = IscReader.read(request, trusted);
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String requestUri() {
        if (requestUri.isEmpty()) {
            requestUri = request.getRequestURI().toString();
        }
        return requestUri;
    }

    @Override
    public String callId() {
        return request.getCallId();
    }

    @Override
    public String from() {
        if (from.isEmpty()) {
            from = request.getFrom().getURI().toString();
        }
        return from;
    }

    @Override
    public String to() {
        return request.getTo().getURI().toString();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    @Override
    public List<String> headers(String name) {
        return SipMessages.values(request, name);
    }

    @Override
    public Optional<Body> body() {
        return bodyOf(request);
    }

    static Optional<Body> bodyOf(SipServletMessage message) {
        try {
            byte[] bytes = message.getRawContent();
            if (bytes == null || bytes.length == 0) {
                return Optional.empty();
            }
            String type = message.getContentType();
            String language = message.getHeader("Content-Language");
            return Optional.of(new Body(
                    type == null ? "application/octet-stream" : type, bytes, language == null ? "" : language.trim()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String source() {
        return request.getInitialRemoteAddr() + ":" + request.getInitialRemotePort();
    }

    @Override
    public boolean trusted() {
        return trusted;
    }

    @Override
    public IscContext isc() {
        return isc;
    }

    @Override
    public Optional<SipAddress> sender() {
        if (sender == null) {
            sender = readSender();
        }
        return sender;
    }

    private Optional<SipAddress> readSender() {
        if (trusted) {
            // RFC 3325 9.1: a sip and a tel URI may be there; the SIP one names the user best.
            for (String value : headers("P-Asserted-Identity")) {
                Optional<SipAddress> asserted = SipAddress.parse(value);
                if (asserted.isPresent()) {
                    return asserted;
                }
            }
        }
        return standalone ? SipAddress.parse(from()) : Optional.empty();
    }
}
