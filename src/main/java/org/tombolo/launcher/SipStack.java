package org.tombolo.launcher;

import java.util.Optional;
import java.util.Properties;

/** Properties of the JAIN-SIP stack. */
final class SipStack {
    private static final String STACK = "gov.nist.javax.sip.";
    /** TLS 1.3 suites, then forward-secret ones of TLS 1.2; the stack's own list has names that the JDK no longer knows. */
    static final String CIPHER_SUITES = String.join(
            ",",
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    private SipStack() {}

    /**
     * The stack's configuration.
     *
     * @param keys keys for TLS, none when it is off
     */
    static Properties properties(Optional<KeyStores> keys) {
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "Tombolo");
        sizes(p);
        dialogs(p);
        // One selector for all TCP and TLS connections, instead of a thread for each.
        p.setProperty(STACK + "MESSAGE_PROCESSOR_FACTORY", STACK + "stack.NioMessageProcessorFactory");
        keys.ifPresent(k -> tls(p, k));
        return p;
    }

    private static void sizes(Properties p) {
        p.setProperty(STACK + "LOG_MESSAGE_CONTENT", "false");
        p.setProperty(STACK + "TRACE_LEVEL", "0");
        p.setProperty(STACK + "THREAD_POOL_SIZE", "64");
        p.setProperty(STACK + "TCP_POST_PARSING_THREAD_POOL_SIZE", "16");
        // A browser's SDP behind seven Vias does not fit in the customary 10,000 bytes; and still a bound.
        p.setProperty(STACK + "MAX_MESSAGE_SIZE", "65536");
        p.setProperty(STACK + "RECEIVE_UDP_BUFFER_SIZE", "1048576");
        p.setProperty(STACK + "SEND_UDP_BUFFER_SIZE", "1048576");
        p.setProperty(STACK + "AGGRESSIVE_CLEANUP", "true");
        p.setProperty(STACK + "REENTRANT_LISTENER", "true");
        p.setProperty(STACK + "MAX_LISTENER_RESPONSE_TIME", "120");
    }

    private static void dialogs(Properties p) {
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty(STACK + "AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        p.setProperty(STACK + "LOOSE_DIALOG_VALIDATION", "true");
        p.setProperty(STACK + "DELIVER_UNSOLICITED_NOTIFY", "true");
        p.setProperty(STACK + "PASS_INVITE_NON_2XX_ACK_TO_LISTENER", "true");
        // RFC 3261 13.2.2.4: 2xx of other forks may come for 64*T1 = 32 s.
        p.setProperty(STACK + "MAX_FORK_TIME_SECONDS", "40");
    }

    private static void tls(Properties p, KeyStores keys) {
        p.setProperty("javax.net.ssl.keyStore", keys.identity().toString());
        p.setProperty("javax.net.ssl.keyStorePassword", keys.password());
        p.setProperty("javax.net.ssl.keyStoreType", KeyStores.TYPE);
        p.setProperty("javax.net.ssl.trustStore", keys.trust().toString());
        p.setProperty("javax.net.ssl.trustStorePassword", keys.password());
        p.setProperty("javax.net.ssl.trustStoreType", KeyStores.TYPE);
        p.setProperty(STACK + "TLS_CLIENT_PROTOCOLS", "TLSv1.3,TLSv1.2");
        p.setProperty(STACK + "TLS_CLIENT_AUTH_TYPE", "Disabled");
        p.setProperty(STACK + "ENABLED_CIPHER_SUITES", CIPHER_SUITES);
    }
}
