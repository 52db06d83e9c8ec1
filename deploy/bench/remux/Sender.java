import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Plays a clip in a loop and in real time to many ports, spread over the time of a picture. */
final class Sender implements Runnable {
    private final Clip clip;
    private final InetSocketAddress[] targets;
    private final int[] sequences;
    private volatile boolean stopped;
    private final int speed;
    private final int source = ThreadLocalRandom.current().nextInt();

    /**
     * @param speed 1 for real time
     */
    Sender(Clip clip, List<Integer> ports, int speed) {
        this.clip = clip;
        this.speed = speed;
        this.targets = ports.stream()
                .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toArray(InetSocketAddress[]::new);
        this.sequences = new int[targets.length];
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (DatagramChannel channel = DatagramChannel.open()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
            long step = 1_000_000_000L / clip.rate() / targets.length / speed;
            long next = System.nanoTime();
            for (int picture = 0; !stopped; picture++) {
                for (int target = 0; target < targets.length; target++) {
                    next += step;
                    LockSupport.parkNanos(next - System.nanoTime());
                    send(channel, buffer, picture, target);
                }
            }
        } catch (IOException e) {
            System.err.println("sender: " + e);
        }
    }

    private void send(DatagramChannel channel, ByteBuffer buffer, int picture, int target) throws IOException {
        List<byte[]> packets = clip.pictures().get(picture % clip.pictures().size());
        for (int i = 0; i < packets.size(); i++) {
            buffer.clear().put(packets.get(i)).flip();
            buffer.put(1, (byte) (i == packets.size() - 1 ? 0xE0 : 0x60)); // marker on the last (RFC 6184 5.1)
            buffer.putShort(2, (short) sequences[target]++);
            buffer.putInt(4, picture * (90_000 / clip.rate())).putInt(8, source + target);
            try {
                channel.send(buffer, targets[target]);
            } catch (java.net.PortUnreachableException e) {
                return;
            }
        }
    }
}
