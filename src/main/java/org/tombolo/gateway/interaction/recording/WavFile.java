package org.tombolo.gateway.interaction.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import org.tombolo.media.pcm.Wav;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.StoredFile;

/** A WAV file on its way into the content store. By one thread at a time. */
final class WavFile {
    private static final String TYPE = "audio/wav";

    private final ContentStore.Upload upload;
    private final int channels;

    WavFile(ContentStore.Upload upload, int channels) throws IOException {
        this.upload = upload;
        this.channels = channels;
        if (upload.size() < Wav.HEADER) {
            upload.write(0, Wav.header(channels, 0));
        }
    }

    String id() {
        return upload.id();
    }

    void append(short[] samples) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        octets.asShortBuffer().put(samples);
        upload.write(upload.size(), octets);
    }

    /** Samples of each channel. */
    long samples() {
        return (upload.size() - Wav.HEADER) / (2L * channels);
    }

    /** Its header says from now on how long it is. */
    StoredFile keep(String name, Instant expires) throws IOException {
        long octets = samples() * 2 * channels;
        upload.write(0, Wav.header(channels, octets));
        return upload.keep(name, TYPE, Wav.HEADER + octets, expires);
    }

    void abandon() {
        upload.abandon();
    }
}
