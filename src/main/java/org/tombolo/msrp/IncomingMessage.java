package org.tombolo.msrp;

import java.util.List;
import java.util.OptionalLong;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpStatus;

/** A message that arrives. Its methods are safe for all threads. */
public interface IncomingMessage {

    /** Message-ID, as the sender chose it (RFC 4975 7.1.1). */
    String id();

    /** Content-Type with its parameters. */
    String contentType();

    /** Further headers of the content, such as Content-Disposition. */
    List<MsrpHeader> headers();

    /** Its size in octets when the sender has said it. */
    OptionalLong size();

    /** Whether the sender wants a REPORT when it has arrived. */
    boolean wantsSuccessReport();

    /**
     * Tells that octets given to the sink are done with. No more than a window of them is given before; then the
     * connection is not read, or the message refused when others share the connection.
     */
    void consumed(int octets);

    /** Answers 200 for the whole message, after {@link MessageSink#complete}. */
    void accept();

    /** Refuses the message, or what is left of it: 413 for no more of this, 415 for this content, 403 for the rest. */
    void refuse(MsrpStatus status);

    /** Reports what became of the whole message after it was accepted (RFC 4975 7.1.2); nothing when nobody wants to hear it. */
    void report(MsrpStatus status);
}
