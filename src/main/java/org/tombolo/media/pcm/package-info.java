/** Sound as samples: ITU-T G.711, tones, and WAV files (RIFF). All of it is one channel of 8000 samples a second unless something else is said. */
@NullMarked
package org.tombolo.media.pcm;

import org.jspecify.annotations.NullMarked;
