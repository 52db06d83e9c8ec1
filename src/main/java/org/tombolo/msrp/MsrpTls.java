package org.tombolo.msrp;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.tombolo.msrp.sdp.Fingerprint;

/**
 * Our certificate, and whose we believe (RFC 4975 14.4). A peer that gave a fingerprint by SDP is known by it; another one
 * that we connect to, by its name in a certificate of an authority we trust.
 */
public final class MsrpTls {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final Fingerprint fingerprint;
    private final KeyManager[] keys;
    private final SSLContext checkedLater;
    private final SSLContext byName;

    private MsrpTls(Fingerprint fingerprint, KeyManager[] keys, TrustManager[] authorities)
            throws GeneralSecurityException {
        this.fingerprint = fingerprint;
        this.keys = keys;
        this.checkedLater = context(keys, new Whoever());
        this.byName = context(keys, authorities);
    }

    /**
     * Sets up TLS.
     *
     * @param chain our certificate first
     * @param authorities trusted besides those of the platform
     */
    public static MsrpTls of(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities)
            throws IOException {
        try {
            return new MsrpTls(Fingerprint.of(chain.get(0)), keys(chain, key), trust(authorities));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS for MSRP: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyManager[] keys, TrustManager... trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, new SecureRandom());
        return context;
    }

    private static KeyManager[] keys(List<X509Certificate> chain, PrivateKey key)
            throws GeneralSecurityException, IOException {
        char[] password = "in memory only".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("msrp", key, password, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static TrustManager[] trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        List<X509Certificate> all = new ArrayList<>(authorities);
        TrustManagerFactory platform = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        platform.init((KeyStore) null);
        for (TrustManager manager : platform.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                all.addAll(List.of(x509.getAcceptedIssuers()));
            }
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            store.setCertificateEntry("authority-" + i, all.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    /** Of the certificate that we show. */
    Fingerprint fingerprint() {
        return fingerprint;
    }

    /** For a connection that a peer opened. Who it is shows when it names its session. */
    SSLEngine server() {
        SSLEngine engine = checkedLater.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(true);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    /**
     * For a connection of ours.
     *
     * @param promised the fingerprint that the peer gave by SDP
     */
    SSLEngine client(String host, int port, Optional<Fingerprint> promised) throws IOException {
        try {
            SSLContext context = promised.isPresent() ? context(keys, new Promised(promised.get())) : byName;
            SSLEngine engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            engine.setEnabledProtocols(PROTOCOLS);
            if (promised.isEmpty()) {
                SSLParameters parameters = engine.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                engine.setSSLParameters(parameters);
            }
            engine.beginHandshake();
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot set up TLS for MSRP: " + e.getMessage(), e);
        }
    }

    /** Whether a peer that connected has shown the certificate that its SDP promised (RFC 8122 6.2). */
    static boolean fits(Optional<Fingerprint> promised, Wire wire) {
        return promised.isEmpty()
                || wire.peerCertificate().filter(promised.get()::matches).isPresent();
    }

    /** Takes any certificate: {@link #fits} compares it with the SDP of the session that the peer names. */
    private static class Whoever implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0) {
                throw new CertificateException("no certificate");
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Takes the certificate with this fingerprint. */
    private static final class Promised extends Whoever {
        private final Fingerprint fingerprint;

        Promised(Fingerprint fingerprint) {
            this.fingerprint = fingerprint;
        }

        @Override
        void check(X509Certificate[] chain) throws CertificateException {
            super.check(chain);
            if (!fingerprint.matches(chain[0])) {
                throw new CertificateException("not the certificate that the SDP promised");
            }
        }
    }
}
