package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/** The issuer's private key: a JSON Web Key (RFC 7517) in a file that only its owner may read. */
final class KeyFile {
    private KeyFile() {}

    /** Reads the key, or makes one on first use. */
    static ECKey loadOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file);
        }
        try {
            ECKey key = ECKey.parse(Files.readString(file));
            if (key.isPrivate() && Curve.P_256.equals(key.getCurve())) {
                return key;
            }
        } catch (ParseException e) {
            throw new IOException(file + " is no JSON Web Key; remove it to have a new one made", e);
        }
        throw new IOException(file + " holds no private key on curve P-256; remove it to have a new one made");
    }

    /** The key appears under its name complete or not at all, and the first of two processes that make one wins. */
    private static void create(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(
                folder,
                "issuer",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, generate().toJSONString());
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another process was faster: its key is the one
        } finally {
            Files.delete(draft);
        }
    }

    private static ECKey generate() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM makes no P-256 keys", e);
        }
    }
}
