package org.tombolo.sip;

/**
 * A SUBSCRIBE or REFER inside a dialog, which makes a subscription there (RFC 5057 3.2, RFC 3515 2.4.4). It is either
 * refused by {@link #reply}, or answered by the reply of its {@link #notifier}. All methods belong on the session's executor.
 */
public interface DialogRequest {

    /** What arrived. */
    SipRequest message();

    /** Refuses it. */
    void reply(SipReply reply);

    /** Our side of the subscription, whose {@link Notifier#reply} answers the request. */
    Notifier notifier(NotifierListener listener);
}
