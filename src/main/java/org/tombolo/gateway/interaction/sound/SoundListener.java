package org.tombolo.gateway.interaction.sound;

/** What happens in the sound of a call; called on threads of the media plane, which must not be held up. */
public interface SoundListener {
    /**
     * A phone pressed a key.
     *
     * @param passed whether the other phone was told by its own stream
     */
    void pressed(SoundLeg by, char key, boolean passed);
}
