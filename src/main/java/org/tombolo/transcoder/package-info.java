/** The transcoder: a process of its own with its own class path, beside the WAR. Reads messages from its standard input, works on each stream with FFmpeg's codecs, and writes what comes of it to its standard output. The only user of bytedeco. */
@NullMarked
package org.tombolo.transcoder;

import org.jspecify.annotations.NullMarked;
