import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An H.264 clip as RTP packets (RFC 6184, mode 1), a list for each picture. */
record Clip(String name, int rate, List<List<byte[]>> pictures) {
    private static final int PAYLOAD = 1200;

    static Clip read(Path folder, String name, int rate) throws IOException {
        List<List<byte[]>> pictures = new ArrayList<>();
        List<byte[]> picture = new ArrayList<>();
        for (byte[] nal : nals(Files.readAllBytes(folder.resolve(name + ".h264")))) {
            packetize(nal, picture);
            if ((nal[0] & 0x1F) <= 5) { // the one slice ends the picture
                pictures.add(picture);
                picture = new ArrayList<>();
            }
        }
        return new Clip(name, rate, pictures);
    }

    private static List<byte[]> nals(byte[] stream) {
        List<byte[]> nals = new ArrayList<>();
        ByteArrayOutputStream nal = new ByteArrayOutputStream();
        int zeros = 0;
        for (byte octet : stream) {
            if (zeros >= 2 && octet == 1) {
                add(nals, nal, zeros);
                nal.reset();
                zeros = 0;
                continue;
            }
            zeros = octet == 0 ? zeros + 1 : 0;
            nal.write(octet);
        }
        add(nals, nal, 0);
        return nals;
    }

    private static void add(List<byte[]> nals, ByteArrayOutputStream nal, int zeros) {
        byte[] octets = java.util.Arrays.copyOf(nal.toByteArray(), nal.size() - zeros);
        if (octets.length > 0) {
            nals.add(octets);
        }
    }

    private static void packetize(byte[] nal, List<byte[]> out) {
        if (nal.length <= PAYLOAD) {
            out.add(packet(nal.length).put(nal).array());
            return;
        }
        for (int at = 1; at < nal.length; at += PAYLOAD - 2) {
            int size = Math.min(PAYLOAD - 2, nal.length - at);
            int ends = (at == 1 ? 0x80 : 0) | (at + size == nal.length ? 0x40 : 0);
            out.add(packet(size + 2)
                    .put((byte) (nal[0] & 0xE0 | 28))
                    .put((byte) (nal[0] & 0x1F | ends))
                    .put(nal, at, size)
                    .array());
        }
    }

    private static ByteBuffer packet(int payload) {
        return ByteBuffer.allocate(12 + payload).put((byte) 0x80).put((byte) 96).position(12);
    }
}
