package org.tombolo.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority of our own with files as users make them, by openssl, in a directory. */
public final class Authority {
    private static final String YESTERYEAR = "20200101000000Z";
    private static final String FAR = "20991231235959Z";
    private static final String EC_KEY = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    private static final String CONFIGURATION = """
            [ca]
            default_ca = test
            [test]
            dir = .
            database = index
            new_certs_dir = .
            rand_serial = yes
            default_md = sha256
            policy = any
            copy_extensions = copy
            unique_subject = no
            [any]
            commonName = supplied
            """;

    private final Path directory;

    /** Makes the authority's key and certificate. */
    public Authority(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory).toAbsolutePath();
        Files.writeString(directory.resolve("ca.cnf"), CONFIGURATION);
        Files.createFile(directory.resolve("index"));
        openssl("req -x509 -days 2 -subj /CN=Test-Authority -out ca.pem -keyout ca.key " + EC_KEY);
    }

    /** Its own certificate, PEM. */
    public Path certificate() {
        return directory.resolve("ca.pem");
    }

    /** A certificate for a host or an IPv4 address; the files are {@code NAME.pem}, with the authority's behind it, and {@code NAME.key}. */
    public Issued issue(String name, String host) throws IOException {
        return issue(name, (host.matches("[0-9.]+") ? "IP:" : "DNS:") + host, EC_KEY, FAR);
    }

    /** One that was valid for the first days of 2020. */
    public Issued issueExpired(String name, String host) throws IOException {
        return issue(name, "DNS:" + host, EC_KEY, "20200103000000Z");
    }

    /** One with an RSA key, from 2020 to 2099, for names in openssl's words, such as {@code IP:127.0.0.2,DNS:gateway.example.org}. */
    public Issued issueRsa(String name, String names) throws IOException {
        return issue(name, names, "-newkey rsa:2048 -nodes", FAR);
    }

    private Issued issue(String name, String names, String key, String end) throws IOException {
        openssl("req -new -subj /CN=" + name + " -addext subjectAltName=" + names + " -out " + name + ".csr -keyout "
                + name + ".key " + key);
        openssl("ca -batch -notext -config ca.cnf -cert ca.pem -keyfile ca.key -startdate " + YESTERYEAR + " -enddate "
                + end + " -in " + name + ".csr -out " + name + ".crt");
        Path chain = directory.resolve(name + ".pem");
        Files.writeString(chain, Files.readString(directory.resolve(name + ".crt")) + Files.readString(certificate()));
        return new Issued(chain, directory.resolve(name + ".key"));
    }

    private void openssl(String options) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(options.split(" ")));
        Path output = directory.resolve("openssl.out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("openssl " + options + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Trusts this authority and no other. */
    public SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate())) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /**
     * What the gateway is configured with.
     *
     * @param chain PEM, ours first
     * @param key PEM, PKCS #8
     */
    public record Issued(Path chain, Path key) {
        /** What a server of a test shows to its clients. */
        public SSLContext serving() throws IOException, GeneralSecurityException {
            char[] password = "password".toCharArray();
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(password), password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }

        public KeyStore keyStore(char[] password) throws IOException, GeneralSecurityException {
            byte[] der = Base64.getMimeDecoder().decode(Files.readString(key).replaceAll("-----[A-Z ]+-----", ""));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            try (InputStream in = Files.newInputStream(chain)) {
                Certificate[] certificates = CertificateFactory.getInstance("X.509")
                        .generateCertificates(in)
                        .toArray(new Certificate[0]);
                store.setKeyEntry(
                        "server",
                        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)),
                        password,
                        certificates);
            }
            return store;
        }
    }
}
