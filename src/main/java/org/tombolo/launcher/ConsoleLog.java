package org.tombolo.launcher;

import java.util.Optional;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.PatternLayout;

/** Warnings of the container, on standard error; the WAR logs by itself. Remembers the first failure, which the container only logs. */
final class ConsoleLog extends Handler {
    private volatile Optional<Throwable> failure = Optional.empty();
    // Held here because java.util.logging forgets the level of a logger that nobody refers to.
    private final Logger digester = Logger.getLogger("org.apache.catalina.startup.DigesterFactory");
    private final Logger manager = Logger.getLogger("org.apache.catalina.session.ManagerBase");
    private final Logger jersey = Logger.getLogger("org.glassfish.jersey.internal.inject.Providers");

    private ConsoleLog() {
        digester.setLevel(Level.SEVERE);
        manager.setLevel(Level.SEVERE);
        // It warns of every resource that is registered as an object.
        jersey.setLevel(Level.SEVERE);
    }

    /** Replaces the JDK's and log4j's configuration. */
    static ConsoleLog install() {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tF %1$tT %4$s %3$s %5$s%6$s%n");
        // The container's class path has the API of SLF4J without a provider, for a library that logs nothing we need.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        LogManager.getLogManager().reset();
        // It warns that it was given no file, whose contents it was given.
        org.apache.log4j.Logger.getLogger("org.mobicents.servlet.sip.catalina.SipStandardService")
                .setLevel(org.apache.log4j.Level.ERROR);
        ConsoleLog log = new ConsoleLog();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new ConsoleHandler());
        root.addHandler(log);
        PatternLayout layout = new PatternLayout("%d{yyyy-MM-dd HH:mm:ss} %p %c %m%n");
        org.apache.log4j.Logger.getRootLogger().setLevel(org.apache.log4j.Level.WARN);
        org.apache.log4j.Logger.getRootLogger().addAppender(new ConsoleAppender(layout, "System.err"));
        return log;
    }

    /** The first exception that was logged as severe. */
    Optional<Throwable> failure() {
        return failure;
    }

    @Override
    public void publish(LogRecord record) {
        Throwable thrown = record.getThrown();
        if (failure.isEmpty() && thrown != null && record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            failure = Optional.of(thrown);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
