package org.tombolo.msrp;

import org.tombolo.msrp.wire.ByteRange;
import org.tombolo.msrp.wire.MsrpStatus;

/** What becomes of a message that we send. Called on the session's executor. */
public interface SendListener {

    /** The next hop has the first octets of a message of more than 64 KB. */
    default void acknowledged(long octets) {}

    /** The next hop has all of it; or, where no 200 was wanted, all of it was written. A failure may still be reported. */
    default void sent() {}

    /** A REPORT came for a part of it. */
    default void reported(ByteRange range, MsrpStatus status) {}

    /** Success reports cover all of it. Nothing follows. */
    default void delivered() {}

    /** A success report was wanted, and none will come any more: the session is over, or too many are waited for. Nothing follows. */
    default void unreported() {}

    /** It failed: 408 when nobody answered in time, 481 when the session ended first. Nothing follows. */
    void failed(MsrpStatus status);
}
