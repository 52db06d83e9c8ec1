package org.tombolo.launcher;

import java.io.File;
import java.nio.file.Path;
import org.mobicents.servlet.sip.catalina.SipServletImpl;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/** The converged application at the root path. Public because the container's reader of sip.xml calls it by reflection. */
public final class GatewayContext extends SipStandardContext {
    private static final long serialVersionUID = 1L;

    private transient boolean hidden;
    private final File nothing;

    GatewayContext(Path war, Path base) {
        nothing = base.resolve("work").toFile();
        setDocBase(war.toString());
        setName("");
        setPath("");
        setProcessTlds(false);
        setManager(new SipSessionManager());
        setParentClassLoader(GatewayContext.class.getClassLoader());
        addLifecycleListener(new DescriptorsOnly());
        leaveLeaks();
    }

    // What a stopped application leaves behind matters only where another follows in the same process.
    private void leaveLeaks() {
        setClearReferencesObjectStreamClassCaches(false);
        setClearReferencesRmiTargets(false);
        setClearReferencesThreadLocals(false);
    }

    /**
     * When the application stops, a servlet has two seconds to finish what it does. The SIP servlet would always use them
     * up, because the container never counts it as idle.
     */
    @Override
    public void addChild(SipServletImpl servlet) {
        long others = getUnloadDelay();
        setUnloadDelay(0);
        super.addChild(servlet);
        setUnloadDelay(others);
    }

    /** While true, {@link #getBasePath} names an empty directory. */
    void hideFiles(boolean hide) {
        hidden = hide;
    }

    @Override
    public String getBasePath() {
        return hidden ? nothing.getPath() : super.getBasePath();
    }
}
