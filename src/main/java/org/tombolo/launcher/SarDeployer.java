package org.tombolo.launcher;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Arrays;
import java.util.Locale;
import org.apache.catalina.startup.ExpandWar;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.mobicents.servlet.sip.catalina.SipHostConfig;

/**
 * Deploys what is copied into {@code webapps} of a stock Tomcat, {@code .sar} included: Restcomm's own deployer takes its
 * name for that of a WAR on this Tomcat and looks for {@code NAME.sar.war}, so we unpack it and it is found as a folder.
 */
public final class SarDeployer extends SipHostConfig {
    private static final Log log = LogFactory.getLog(SarDeployer.class);
    private static final String SAR = ".sar";

    @Override
    protected void deployWARs(File appBase, String[] files) {
        for (String file : files) {
            if (isSar(file)) {
                unpack(new File(appBase, file));
            }
        }
        super.deployWARs(
                appBase, Arrays.stream(files).filter(file -> !isSar(file)).toArray(String[]::new));
    }

    private static boolean isSar(String file) {
        return file.toLowerCase(Locale.ROOT).endsWith(SAR);
    }

    // Does nothing when the folder is already there.
    private void unpack(File sar) {
        String name = sar.getName().substring(0, sar.getName().length() - SAR.length());
        try {
            ExpandWar.expand(host, new URL("jar:" + sar.toURI() + "!/"), "/" + name);
        } catch (IOException e) {
            log.error("cannot unpack " + sar, e);
        }
    }
}
