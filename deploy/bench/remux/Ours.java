import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.tombolo.media.h264.ParameterSets;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.rtp.H264Depacketizer;
import org.tombolo.media.rtp.RtpParameters;
import org.tombolo.media.rtp.RtpReceiver;

/** The product's receiver and muxer in a process of its own; tells the ports, then on each line read how many frames came. */
final class Ours implements FragmentSink {
    private static final AtomicLong FRAMES = new AtomicLong();

    private final OutputStream out;

    private Ours(OutputStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws IOException {
        int first = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        InetAddress loopback = InetAddress.getLoopbackAddress();
        InetSocketAddress nowhere = new InetSocketAddress(loopback, 0);
        var parameters = new RtpParameters(96, 90_000, nowhere, nowhere, false, Set.of(), Duration.ofHours(1));
        try (RtpReceiver receiver = new RtpReceiver(loopback, first, first + 2 * count - 1, 2);
                OutputStream sink = new FileOutputStream("/dev/null")) {
            for (int i = 0; i < count; i++) {
                var depacketizer = new H264Depacketizer(new Muxer(System::nanoTime, new Ours(sink)), new ParameterSets());
                receiver.open(parameters, depacketizer, time -> {}).orElseThrow();
            }
            System.out.println("ready");
            while (System.in.read() >= 0) {
                System.out.println(FRAMES.get());
            }
        }
    }

    @Override
    public void init(Init init) {
        write(init.bytes());
    }

    @Override
    public void fragment(Fragment fragment) {
        write(fragment.bytes());
        FRAMES.incrementAndGet();
    }

    private void write(byte[] octets) {
        try {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
