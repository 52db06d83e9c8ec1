/** Recordings of third-party calls: WAV files of what each party said, and of both mixed, with what is known of them. */
@NullMarked
package org.tombolo.gateway.interaction.recording;

import org.jspecify.annotations.NullMarked;
