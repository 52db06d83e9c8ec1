package org.tombolo.media.transcode;

import org.tombolo.media.transcode.wire.Codec;

/** Where none is installed. */
public final class NoTranscoder implements Transcoder {
    @Override
    public TranscoderStatus status() {
        return new TranscoderStatus(
                TranscoderStatus.State.ABSENT, "not installed: shares and calls go through as they are");
    }

    @Override
    public boolean hasPlace(Codec to) {
        return false;
    }

    @Override
    public Opening open(Recipe recipe, Group group, Output output) {
        return new Refused("no transcoder is installed", false);
    }
}
