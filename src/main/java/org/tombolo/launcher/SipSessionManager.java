package org.tombolo.launcher;

import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import org.mobicents.servlet.sip.catalina.SipStandardManager;

/** Restcomm registers its manager as a property change listener, which Tomcat's manager stopped being in 7.0.65. */
public final class SipSessionManager extends SipStandardManager implements PropertyChangeListener {
    @Override
    public void propertyChange(PropertyChangeEvent event) {
        // nothing of ours changes while we run
    }
}
