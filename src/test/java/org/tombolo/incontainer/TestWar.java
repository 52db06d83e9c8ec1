package org.tombolo.incontainer;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR that we ship, with tests added. */
final class TestWar {
    private static final String RUNNER = """
            <servlet>
              <servlet-name>ArquillianServletRunner</servlet-name>
              <servlet-class>org.jboss.arquillian.protocol.servlet.runner.ServletTestRunner</servlet-class>
            </servlet>
            <servlet-mapping>
              <servlet-name>ArquillianServletRunner</servlet-name>
              <url-pattern>/ArquillianServletRunner</url-pattern>
            </servlet-mapping>
            </web-app>
            """;

    private TestWar() {}

    /** @param tests classes that the tests need inside the container */
    static WebArchive with(Class<?>... tests) {
        return ShrinkWrap.create(ZipImporter.class, "tombolo.war")
                .importFrom(new File("target/tombolo.war"))
                .as(WebArchive.class)
                .setWebXML(new StringAsset(descriptor()))
                .addClasses(tests)
                .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class));
    }

    // Our web.xml keeps the containers from looking into the libraries, where Arquillian's own fragment lies.
    private static String descriptor() {
        try {
            return Files.readString(Path.of("web.xml")).replace("</web-app>", RUNNER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
