package org.tombolo.gateway.interaction.sound;

import java.util.Optional;

/** Where the sound of calls passes through us. */
public interface SoundPlane {
    /** Opens ports for the sound of one call; empty when none are left. */
    Optional<CallSound> open(SoundListener listener);
}
