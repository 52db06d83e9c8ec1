package org.tombolo.launcher;

import java.lang.reflect.Method;
import javax.servlet.sip.annotation.SipApplicationKey;
import org.apache.catalina.Wrapper;
import org.mobicents.servlet.sip.core.MobicentsSipServlet;
import org.mobicents.servlet.sip.startup.SipContextConfig;

/**
 * Configures the application from its descriptors alone. Restcomm's search for annotations would load every class of
 * every library of the WAR, for four seconds; the one annotation we use, {@code @SipApplicationKey}, is looked for on
 * the SIP servlets that {@code sip.xml} names.
 */
final class DescriptorsOnly extends SipContextConfig {

    @Override
    protected synchronized void configureStart() {
        GatewayContext gateway = (GatewayContext) context;
        gateway.hideFiles(true);
        try {
            super.configureStart();
        } finally {
            gateway.hideFiles(false);
        }
        for (MobicentsSipServlet servlet : gateway.getChildrenMap().values()) {
            readKeyMethod(gateway, ((Wrapper) servlet).getServletClass());
        }
    }

    private void readKeyMethod(GatewayContext gateway, String servlet) {
        try {
            Class<?> type = gateway.getLoader().getClassLoader().loadClass(servlet);
            for (Method method : type.getMethods()) {
                if (method.isAnnotationPresent(SipApplicationKey.class)) {
                    gateway.setSipApplicationKeyMethod(method);
                }
            }
        } catch (ClassNotFoundException | LinkageError e) {
            // The container says the same with more words when it makes the servlet.
            ok = false;
            context.setConfigured(false);
        }
    }
}
