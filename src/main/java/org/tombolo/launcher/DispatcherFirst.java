package org.tombolo.launcher;

import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.mobicents.servlet.sip.catalina.SipStandardService;

/**
 * Starts the dispatcher of requests before the service's connectors. A connector that starts first makes the
 * dispatcher's state machine drop its own start, and congestion control never runs.
 */
public final class DispatcherFirst implements LifecycleListener {
    @Override
    public void lifecycleEvent(LifecycleEvent event) {
        if (event.getType().equals(Lifecycle.BEFORE_START_EVENT)) {
            ((SipStandardService) event.getSource())
                    .getSipApplicationDispatcher()
                    .start();
        }
    }
}
