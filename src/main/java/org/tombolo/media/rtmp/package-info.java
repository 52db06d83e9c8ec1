/** Pushes a share to an RTMP server (Adobe's Real-Time Messaging Protocol 1.0, FLV tags of Video File Format 10.1), which serves those who can watch no other way. We are only ever the publisher. */
@NullMarked
package org.tombolo.media.rtmp;

import org.jspecify.annotations.NullMarked;
