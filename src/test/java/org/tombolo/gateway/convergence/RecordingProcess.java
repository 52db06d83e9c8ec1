package org.tombolo.gateway.convergence;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.tombolo.config.SettingsReader;
import org.tombolo.media.H264Track;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.store.jdbc.Database;
import org.tombolo.store.jdbc.JdbcGallery;

/** Records what comes to a port by RTP until it is killed: a gateway's recorder, its store and its database, and nothing else. */
final class RecordingProcess {
    private RecordingProcess() {}

    /** @param arguments data directory, first of two ports, even */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        Database database = database(data);
        Recordings recordings = new Recordings(
                data.resolve("files"),
                new JdbcGallery(database.jdbi()),
                Recordings.MOST,
                Duration.ofHours(1),
                new Fakes.Counters());
        recordings.gallery.keepShares(Recordings.ALICE, true);
        LiveStream[] stream = new LiveStream[1];
        stream[0] = new LiveStream(
                () -> recordings.recorder.record(Recordings.share(), Optional.empty(), stream[0], what -> {}),
                () -> {});
        RtpReceiver receiver = new RtpReceiver(InetAddress.getLoopbackAddress(), port, port + 1, 1);
        receiver.open(
                new RtpParameters(
                        96,
                        H264Track.CLOCK_RATE,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        false,
                        Set.of(),
                        Duration.ofMinutes(1)),
                new H264Depacketizer(new Muxer(System::nanoTime, stream[0]), new ParameterSets()),
                time -> {});
        new CountDownLatch(1).await();
    }

    static Database database(Path data) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("tombolo.data", data.toString());
        return Database.open(SettingsReader.read(settings, Map.of()));
    }
}
