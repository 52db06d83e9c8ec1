package org.tombolo.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.tombolo.config.ServerCertificate;

/**
 * Our certificate in the form the container reads: two PKCS #12 files that only we may read, new at each start.
 *
 * @param identity our key with its chain
 * @param trust the JDK's authorities, those of the settings, and that of our own chain
 * @param password of both
 */
record KeyStores(Path identity, Path trust, String password) {
    static final String TYPE = "PKCS12";

    /** Writes both files under the data directory. */
    static KeyStores write(ServerCertificate certificate, ContainerDirectory directory, SecureRandom random)
            throws StartException {
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        try {
            Path identity = directory.secretFile("identity.p12");
            Path trust = directory.secretFile("trust.p12");
            store(identity(certificate, password), identity, password);
            store(trust(certificate), trust, password);
            return new KeyStores(identity, trust, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartException("cannot write the key store under " + directory.base() + ": " + e.getMessage(), e);
        }
    }

    private static KeyStore identity(ServerCertificate certificate, String password)
            throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry("tombolo", certificate.key(), password.toCharArray(), certificate.chainArray());
        return store;
    }

    private static KeyStore trust(ServerCertificate certificate) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (X509Certificate authority : authorities()) {
            store.setCertificateEntry("jdk-" + number++, authority);
        }
        // The last of our chain is its authority, or ourselves when it is self-signed.
        List<X509Certificate> chain = certificate.chain();
        store.setCertificateEntry("own", chain.get(chain.size() - 1));
        for (X509Certificate authority : certificate.authorities()) {
            store.setCertificateEntry("peers-" + number++, authority);
        }
        return store;
    }

    private static List<X509Certificate> authorities() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private static void store(KeyStore store, Path file, String password) throws GeneralSecurityException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password.toCharArray());
        }
    }
}
