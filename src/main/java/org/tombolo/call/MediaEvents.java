package org.tombolo.call;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What a call learns of its media; called on threads of the media plane. */
public interface MediaEvents {
    /** The phone sends. */
    void firstPacket(InetSocketAddress from);

    /** No sound came from the phone for that long. */
    void silent(Duration time);

    /** The phone is to make a key frame and cannot be told over RTCP. */
    void keyframeWanted();

    /** What is transcoded of it comes no more, in words. */
    void untranslated(String why);
}
