package org.tombolo.app;

import java.io.IOException;
import java.util.Optional;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;
import org.tombolo.config.SettingsReader;

/** Starts the application with the container's context and stops it with it. */
public final class Startup implements ServletContextListener {
    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    private Optional<Application> application = Optional.empty();

    @Override
    public void contextInitialized(ServletContextEvent event) {
        try {
            Settings settings = SettingsReader.read(System.getProperties(), System.getenv());
            application = Optional.of(Application.start(settings, event.getServletContext()));
        } catch (InvalidSettingException | IOException e) {
            fail(event.getServletContext(), e);
        }
    }

    // The container logs what stopped a deployment at length; the first line is ours and says it plainly.
    private static void fail(ServletContext context, Exception why) {
        log.error("Tombolo does not start: {}", why.getMessage());
        context.log("Tombolo does not start: " + why.getMessage());
        throw new IllegalStateException(why.getMessage(), why);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        application.ifPresent(Application::close);
    }
}
