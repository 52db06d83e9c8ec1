package org.jitsi.utils;

/**
 * Stands before the class of the same name in jitsi-utils, which would unpack native code by JNA: SRTP uses the platform's ciphers
 * alone (ADR 29). The library takes this refusal as a platform for which it has none.
 */
public final class JNIUtils {
    private JNIUtils() {}

    /** Loads nothing. */
    public static void loadLibrary(String name, ClassLoader loader) {
        throw new UnsatisfiedLinkError(name + " is native code, which is not used");
    }
}
