package org.tombolo.media.webrtc.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A key on P-256 and its self-signed certificate (RFC 8827 6.5), made at the start and never written down. */
public final class DtlsIdentity {
    private static final X500Name NAME = new X500Name("CN=tombolo");
    private static final AlgorithmIdentifier SIGNATURE = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    // Peers compare the fingerprint; the time is only there because a certificate must have one.
    private static final Duration VALID = Duration.ofDays(3650);

    private final BcTlsCrypto crypto;
    private final AsymmetricCipherKeyPair keys;
    private final byte[] encoded;

    private DtlsIdentity(BcTlsCrypto crypto, AsymmetricCipherKeyPair keys, byte[] encoded) {
        this.crypto = crypto;
        this.keys = keys;
        this.encoded = encoded;
    }

    /** Makes one. */
    public static DtlsIdentity create(SecureRandom random, Instant now) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        ECNamedDomainParameters curve = ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1);
        generator.init(new ECKeyGenerationParameters(curve, random));
        AsymmetricCipherKeyPair keys = generator.generateKeyPair();
        try {
            return new DtlsIdentity(new BcTlsCrypto(random), keys, certificate(keys, random, now));
        } catch (IOException | CryptoException e) {
            throw new IllegalStateException("a P-256 key can always sign its certificate", e);
        }
    }

    private static byte[] certificate(AsymmetricCipherKeyPair keys, SecureRandom random, Instant now)
            throws IOException, CryptoException {
        TBSCertificate content = content(keys, random, now);
        Signer signer = new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
        signer.init(true, new ParametersWithRandom(keys.getPrivate(), random));
        byte[] octets = content.getEncoded(ASN1Encoding.DER);
        signer.update(octets, 0, octets.length);
        ASN1EncodableVector whole = new ASN1EncodableVector();
        whole.add(content);
        whole.add(SIGNATURE);
        whole.add(new DERBitString(signer.generateSignature()));
        return new DERSequence(whole).getEncoded(ASN1Encoding.DER);
    }

    private static TBSCertificate content(AsymmetricCipherKeyPair keys, SecureRandom random, Instant now)
            throws IOException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(new BigInteger(64, random).add(BigInteger.ONE)));
        generator.setSignature(SIGNATURE);
        generator.setIssuer(NAME);
        generator.setSubject(NAME);
        generator.setStartDate(new Time(Date.from(now.minus(Duration.ofDays(1)))));
        generator.setEndDate(new Time(Date.from(now.plus(VALID))));
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(keys.getPublic()));
        return generator.generateTBSCertificate();
    }

    /** SHA-256 over the certificate, as {@code a=fingerprint} writes it (RFC 8122 5). */
    public String fingerprint() {
        return fingerprint("sha-256", encoded);
    }

    /**
     * The fingerprint of a certificate.
     *
     * @param hash such as {@code sha-256}
     * @param certificate in DER
     */
    static String fingerprint(String hash, byte[] certificate) {
        try {
            byte[] digest =
                    MessageDigest.getInstance(hash.toUpperCase(Locale.ROOT)).digest(certificate);
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no hash function " + hash, e);
        }
    }

    BcTlsCrypto crypto() {
        return crypto;
    }

    AsymmetricCipherKeyPair keys() {
        return keys;
    }

    Certificate chain() throws IOException {
        return new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, encoded)});
    }
}
