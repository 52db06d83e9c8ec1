package org.tombolo.registrar;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells those who want to know that a user has registered, also when she only says again that she is there. */
public final class RegistrationEvents {
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** @param listener gets sip and tel URIs; must not block */
    public void listen(Consumer<String> listener) {
        listeners.add(listener);
    }

    void registered(String uri) {
        listeners.forEach(listener -> listener.accept(uri));
    }
}
