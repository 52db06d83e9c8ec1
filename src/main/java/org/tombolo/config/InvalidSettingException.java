package org.tombolo.config;

/** A setting that stops the start. The message names the key, the value and what is allowed. */
public final class InvalidSettingException extends Exception {
    public InvalidSettingException(String key, String value, String allowed) {
        super(key + " is \"" + value + "\", but must be " + allowed);
    }
}
