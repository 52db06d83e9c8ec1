import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.tombolo.media.Frame;
import org.tombolo.media.H263Track;
import org.tombolo.media.MediaSink;
import org.tombolo.media.Track;
import org.tombolo.media.mp4.Fragment;
import org.tombolo.media.mp4.FragmentSink;
import org.tombolo.media.mp4.Init;
import org.tombolo.media.mp4.Muxer;
import org.tombolo.media.transcode.OnDemand;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.transcode.wire.Codec;

/** One stream through the product: H.263 in, fragmented MP4 out. */
final class Stream implements MediaSink, FragmentSink, OnDemand.Demand {
    private final Clip clip;
    private final OutputStream out;
    private final Muxer muxer = new Muxer(System::nanoTime, this);
    private final OnDemand demand;
    private final long[] given = new long[1 << 16];
    private final List<Long> delays = new ArrayList<>();
    private int sent;
    private int made;

    Stream(Transcoder transcoder, Clip clip, OutputStream out) {
        this.clip = clip;
        this.out = out;
        this.demand = new OnDemand(transcoder, Codec.H264, this, this, System::nanoTime);
        demand.track(new H263Track(clip.width(), clip.height()));
    }

    /** The next picture comes. */
    void next() {
        given[sent] = System.nanoTime();
        demand.frame(clip.frame(sent));
        sent++;
    }

    synchronized int made() {
        return made;
    }

    /** Delays of the pictures since the last call, in nanoseconds. */
    synchronized List<Long> delays() {
        List<Long> since = List.copyOf(delays);
        delays.clear();
        return since;
    }

    void close() {
        demand.close();
    }

    @Override
    public void init(Init init) {
        write(init.bytes());
    }

    @Override
    public void fragment(Fragment fragment) {
        write(fragment.bytes());
    }

    @Override
    public void track(Track track) {
        muxer.track(track);
    }

    @Override
    public synchronized void frame(Frame frame) {
        muxer.frame(frame);
        made++;
        delays.add(System.nanoTime() - given[(int) (frame.time() / clip.ticks())]);
    }

    private void write(byte[] octets) {
        try {
            out.write(octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public void keyframeWanted() {}

    @Override
    public void failed(String why) {
        System.err.println("transcode: " + why);
    }
}
