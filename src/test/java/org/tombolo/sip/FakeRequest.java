package org.tombolo.sip;

import java.util.Optional;
import org.tombolo.identity.SipAddress;

/** A request from a trusted peer on this machine, by whom its From names. */
public interface FakeRequest extends SipRequest {
    @Override
    default String to() {
        return requestUri();
    }

    @Override
    default String source() {
        return "127.0.0.1:5060";
    }

    @Override
    default Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    default boolean trusted() {
        return true;
    }

    @Override
    default IscContext isc() {
        return new IscContext(Optional.empty(), "", true, false, "");
    }

    @Override
    default Optional<SipAddress> sender() {
        return SipAddress.parse(from());
    }
}
