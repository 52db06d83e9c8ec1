package org.tombolo.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The two containers that the same WAR runs in. */
public enum Container {
    /** Restcomm SIP Servlets, embedded by our launcher. */
    RESTCOMM {
        @Override
        List<String> command(Path war) {
            List<String> command = new ArrayList<>(List.of(java(), "-Xms64m", "-XX:+UseSerialGC", QUICK_START));
            command.add("-Dtombolo.war=" + war);
            command.addAll(List.of("-cp", "target/launcher/tombolo-launcher.jar:target/launcher/lib/*"));
            command.add("org.tombolo.launcher.Main");
            return command;
        }
    },

    /** Open Liberty. */
    LIBERTY {
        @Override
        List<String> command(Path war) {
            return List.of(
                    "env", "TOMBOLO_WAR=" + war, "TOMBOLO_JAVA_OPTS=" + QUICK_START, "deploy/containers/liberty.sh");
        }
    };

    /** None lives long enough to be worth the optimising compiler, which takes half of a start's processor time. */
    public static final String QUICK_START = "-XX:TieredStopAtLevel=1";

    abstract List<String> command(Path war);

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
