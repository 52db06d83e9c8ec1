package org.tombolo.sip;

/** What happens on a {@link Notifier}. Called on the session's executor. */
public interface NotifierListener {

    /** A further SUBSCRIBE in the dialog: a refresh, or the end when its Expires is 0. {@link Notifier#reply} must follow. */
    void resubscribed(Notifier notifier, SipRequest request);

    /**
     * The final response to our NOTIFY.
     *
     * @param status 408 when none came, or when it could not be sent
     */
    void answered(Notifier notifier, int status);
}
