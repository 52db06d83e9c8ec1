package org.tombolo.launcher;

import java.io.File;
import java.nio.file.Path;
import org.mobicents.servlet.sip.startup.SipStandardContext;

/** The converged application at the root path. */
final class GatewayContext extends SipStandardContext {
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

    /** While true, {@link #getBasePath} names an empty directory. */
    void hideFiles(boolean hide) {
        hidden = hide;
    }

    @Override
    public String getBasePath() {
        return hidden ? nothing.getPath() : super.getBasePath();
    }
}
