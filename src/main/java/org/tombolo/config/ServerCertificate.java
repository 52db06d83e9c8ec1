package org.tombolo.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificate we show, with its key: they belong together, the chain holds and it is valid now.
 *
 * @param chain ours first
 * @param authorities of peers, besides those of Java
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities) {
    private static final String CERTIFICATE = "tombolo.tls.certificate";
    private static final String KEY = "tombolo.tls.key";
    private static final String CA = "tombolo.tls.ca";
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519", "Ed448");

    /**
     * Reads the PEM files and checks them against each other.
     *
     * @param host the name that others reach us by; the certificate must cover it
     * @throws InvalidSettingException with what does not fit
     */
    public static ServerCertificate load(Settings.Tls files, String host, Clock clock) throws InvalidSettingException {
        List<X509Certificate> chain =
                certificates(CERTIFICATE, files.certificate(), "a PEM file with a certificate chain");
        List<X509Certificate> authorities = files.ca().isPresent()
                ? certificates(CA, files.ca().get(), "a PEM file with certificates of authorities")
                : List.of();
        ServerCertificate loaded = new ServerCertificate(chain, privateKey(files.key()), authorities);
        loaded.checkValidity(files.certificate(), clock);
        loaded.checkChain(files.certificate());
        loaded.checkKey(files.key());
        if (!CertificateNames.of(chain.get(0)).cover(host)) {
            throw new InvalidSettingException(
                    CERTIFICATE,
                    files.certificate().toString(),
                    "a certificate for the public host " + host + "; it is for " + CertificateNames.of(chain.get(0)));
        }
        return loaded;
    }

    private static List<X509Certificate> certificates(String setting, Path file, String allowed)
            throws InvalidSettingException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            byte[] pem = Files.readAllBytes(file);
            List<X509Certificate> certificates = factory.generateCertificates(new ByteArrayInputStream(pem)).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (IOException | CertificateException e) {
            // falls through to the same answer
        }
        throw new InvalidSettingException(setting, file.toString(), allowed);
    }

    private static PrivateKey privateKey(Path file) throws InvalidSettingException {
        byte[] der = pkcs8(file);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // the next one
            }
        }
        throw new InvalidSettingException(KEY, file.toString(), "an RSA, EC or EdDSA key");
    }

    private static byte[] pkcs8(Path file) throws InvalidSettingException {
        try {
            Matcher matcher = PKCS8.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (matcher.find()) {
                return Base64.getMimeDecoder().decode(matcher.group(1));
            }
        } catch (IOException | IllegalArgumentException e) {
            // falls through to the same answer
        }
        throw new InvalidSettingException(
                KEY,
                file.toString(),
                "a PEM file with an unencrypted PKCS #8 key (openssl pkcs8 -topk8 -nodes makes one)");
    }

    private void checkValidity(Path file, Clock clock) throws InvalidSettingException {
        X509Certificate ours = chain.get(0);
        try {
            ours.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException e) {
            throw wrong(
                    file,
                    "a certificate that is valid now; it expired on "
                            + ours.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            throw wrong(
                    file,
                    "a certificate that is valid now; it starts on "
                            + ours.getNotBefore().toInstant());
        }
    }

    private void checkChain(Path file) throws InvalidSettingException {
        for (int i = 0; i + 1 < chain.size(); i++) {
            try {
                chain.get(i).verify(chain.get(i + 1).getPublicKey());
            } catch (GeneralSecurityException e) {
                throw wrong(
                        file,
                        "a chain, each certificate signed by the next; number " + (i + 2) + " did not sign number "
                                + (i + 1));
            }
        }
    }

    private void checkKey(Path file) throws InvalidSettingException {
        if (!belongs()) {
            throw new InvalidSettingException(
                    KEY, file.toString(), "the key of the first certificate in " + CERTIFICATE);
        }
    }

    private boolean belongs() {
        try {
            Signature signature = Signature.getInstance(signatureAlgorithm());
            signature.initSign(key);
            signature.update(chain.get(0).getSignature());
            byte[] signed = signature.sign();
            signature.initVerify(chain.get(0).getPublicKey());
            signature.update(chain.get(0).getSignature());
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private String signatureAlgorithm() {
        String algorithm = key.getAlgorithm();
        return algorithm.equals("RSA") ? "SHA256withRSA" : algorithm.equals("EC") ? "SHA256withECDSA" : algorithm;
    }

    private static InvalidSettingException wrong(Path file, String allowed) {
        return new InvalidSettingException(CERTIFICATE, file.toString(), allowed);
    }

    /** The chain as the JDK wants it. */
    public Certificate[] chainArray() {
        return chain.toArray(new Certificate[0]);
    }
}
