package org.tombolo.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority for tests, by the JDK's keytool, in a directory of its own. */
final class TestAuthority {
    private static final char[] PASSWORD = "password".toCharArray();

    private final Path store;

    TestAuthority(Path directory) throws IOException {
        store = directory.resolve("test.p12");
        keytool("-genkeypair", "-alias", "ca", "-dname", "CN=Test CA", "-keyalg", "EC", "-ext", "bc:c");
    }

    /**
     * Issues a certificate.
     *
     * @param names as keytool's {@code san} wants them, such as {@code IP:127.0.0.2,DNS:gateway.example.org}
     * @param validity keytool's options for when it is valid
     */
    void issue(String alias, String names, String... validity) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=gateway"));
        arguments.addAll(List.of("-keyalg", "RSA", "-signer", "ca", "-ext", "san=" + names));
        arguments.addAll(List.of(validity));
        keytool(arguments.toArray(new String[0]));
    }

    /** PEM file with the chain. */
    Path chain(String alias) throws IOException, GeneralSecurityException {
        StringBuilder pem = new StringBuilder();
        for (Certificate certificate : keys().getCertificateChain(alias)) {
            pem.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return write(alias + ".pem", pem.toString());
    }

    /** PEM file with the key (PKCS #8). */
    Path key(String alias) throws IOException, GeneralSecurityException {
        Key key = keys().getKey(alias, PASSWORD);
        return write(alias + ".key", pem("PRIVATE KEY", key.getEncoded()));
    }

    /** The store: whoever trusts {@code ca} in it trusts what was issued. */
    KeyStore keys() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(store.toFile(), PASSWORD);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(store.resolveSibling(name), text);
    }

    private static String pem(String type, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + type + "-----\n" + encoder.encodeToString(der) + "\n-----END " + type + "-----\n";
    }

    private void keytool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
