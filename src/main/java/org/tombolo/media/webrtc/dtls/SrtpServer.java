package org.tombolo.media.webrtc.dtls;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;
import org.tombolo.media.srtp.SrtpKeys;
import org.tombolo.media.srtp.SrtpProfile;

/** Our side of one handshake: DTLS 1.2, ECDSA, mutual authentication by fingerprint, use_srtp. */
final class SrtpServer extends DefaultTlsServer {
    private static final SignatureAndHashAlgorithm ECDSA =
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
    private static final SignatureAndHashAlgorithm RSA =
            SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.rsa);

    /** RFC 8827 6.5: none with a short tag. */
    private static final List<SrtpProfile> TAKEN =
            List.of(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES_CM_128_HMAC_SHA1_80);

    private final DtlsIdentity identity;
    private final String hash;
    private final String fingerprint;
    private final Duration patience;
    private Optional<SrtpProfile> profile = Optional.empty();
    private @Nullable SrtpKeys keys;
    private boolean over;

    SrtpServer(DtlsIdentity identity, String hash, String fingerprint, Duration patience) {
        super(identity.crypto());
        this.identity = identity;
        this.hash = hash;
        this.fingerprint = fingerprint;
        this.patience = patience;
    }

    SrtpKeys keys() {
        if (keys == null) {
            throw new IllegalStateException("the handshake is not done");
        }
        return keys;
    }

    boolean isOver() {
        return over;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        // RFC 8827 6.5 demands the first; the others are as strong.
        return TlsUtils.getSupportedCipherSuites(identity.crypto(), new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
        });
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return (int) patience.toMillis();
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                identity.crypto(),
                identity.keys().getPrivate(),
                identity.chain(),
                ECDSA);
    }

    /** RFC 5763 5: the client shows its certificate too, since signalling vouches for both. */
    @Override
    public CertificateRequest getCertificateRequest() {
        short[] types = {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign};
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        algorithms.add(ECDSA);
        algorithms.add(RSA);
        return new CertificateRequest(types, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        if (certificate.isEmpty()
                || !DtlsIdentity.fingerprint(
                                hash, certificate.getCertificateAt(0).getEncoded())
                        .equals(fingerprint)) {
            // RFC 8122 6.2: without the fingerprint that was signalled, it is somebody else.
            throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(extensions);
        profile = offered == null ? Optional.empty() : best(offered.getProtectionProfiles());
        if (profile.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure);
        }
    }

    private static Optional<SrtpProfile> best(int[] offered) {
        return TAKEN.stream()
                .filter(ours -> Arrays.stream(offered).anyMatch(theirs -> theirs == ours.number()))
                .findFirst();
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getServerExtensions());
        int[] chosen = {profile.orElseThrow().number()};
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(chosen, TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        SrtpProfile chosen = profile.orElseThrow();
        // The exporter is only there until the handshake's secrets are wiped.
        keys = new SrtpKeys(chosen, context.exportKeyingMaterial(SrtpKeys.LABEL, null, SrtpKeys.length(chosen)));
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        over |= description == AlertDescription.close_notify || level == org.bouncycastle.tls.AlertLevel.fatal;
    }
}
