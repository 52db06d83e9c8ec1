package org.tombolo.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** Properties of the JAIN-SIP stack: {@code deploy/containers/sip-stack.properties}, and our keys. */
final class SipStack {
    private static final String FILE = "sip-stack.properties";
    private static final String CIPHER_SUITES = "gov.nist.javax.sip.ENABLED_CIPHER_SUITES";

    private SipStack() {}

    /**
     * The stack's configuration.
     *
     * @param keys keys for TLS, none when it is off
     */
    static Properties properties(Optional<KeyStores> keys) {
        Properties properties = file();
        keys.ifPresent(k -> tls(properties, k));
        return properties;
    }

    /** The cipher suites that we take, separated by commas; the same for HTTPS. */
    static String cipherSuites() {
        return file().getProperty(CIPHER_SUITES, "");
    }

    private static Properties file() {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(SipStack.class.getResourceAsStream(FILE), FILE)) {
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    private static void tls(Properties properties, KeyStores keys) {
        properties.setProperty("javax.net.ssl.keyStore", keys.identity().toString());
        properties.setProperty("javax.net.ssl.keyStorePassword", keys.password());
        properties.setProperty("javax.net.ssl.keyStoreType", KeyStores.TYPE);
        properties.setProperty("javax.net.ssl.trustStore", keys.trust().toString());
        properties.setProperty("javax.net.ssl.trustStorePassword", keys.password());
        properties.setProperty("javax.net.ssl.trustStoreType", KeyStores.TYPE);
    }
}
