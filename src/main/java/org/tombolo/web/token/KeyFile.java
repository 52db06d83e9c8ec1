package org.tombolo.web.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/** Private keys that sign: a JSON Web Key, or after a rotation a set of them (RFC 7517), in a file that only its owner may read. */
final class KeyFile {
    /** How many former keys still verify: tokens live an hour. */
    private static final int FORMER = 2;

    private KeyFile() {}

    /** Reads the key, or makes one on first use; the first when there are several. */
    static ECKey loadOrCreate(Path file) throws IOException {
        return all(file).get(0);
    }

    /** Reads the keys, or makes one on first use. The first one signs, the others are former ones. */
    static List<ECKey> all(Path file) throws IOException {
        if (!Files.exists(file)) {
            create(file, generate().toJSONString());
        }
        try {
            String text = Files.readString(file);
            List<JWK> keys = text.contains("\"keys\"") ? JWKSet.parse(text).getKeys() : List.of(ECKey.parse(text));
            List<ECKey> ours = keys.stream()
                    .filter(k -> k instanceof ECKey ec && ec.isPrivate() && Curve.P_256.equals(ec.getCurve()))
                    .map(k -> (ECKey) k)
                    .toList();
            if (!ours.isEmpty()) {
                return ours;
            }
        } catch (ParseException e) {
            throw new IOException(file + " is no JSON Web Key; remove it to have a new one made", e);
        }
        throw new IOException(file + " holds no private key on curve P-256; remove it to have a new one made");
    }

    /** Puts a new key before the others, of which only the latest stay. A reader sees the old file or the new one. */
    static List<ECKey> rotate(Path file) throws IOException {
        List<JWK> keys = new ArrayList<>(List.of(generate()));
        all(file).stream().limit(FORMER).forEach(keys::add);
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "keys", ".new", ownerOnly());
        Files.writeString(draft, new JWKSet(keys).toString(false));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return all(file);
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    /** The key appears under its name complete or not at all, and the first of two processes that make one wins. */
    static void create(Path file, String jwk) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = Files.createTempFile(folder, "key", ".new", ownerOnly());
        try {
            Files.writeString(draft, jwk);
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
