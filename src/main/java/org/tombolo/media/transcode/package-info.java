/** Other codecs for those who need them: the port, and the client of the process that does it ({@code org.tombolo.transcoder}). Plain Java: no codec is in here, and nothing that waits for one. */
@NullMarked
package org.tombolo.media.transcode;

import org.jspecify.annotations.NullMarked;
