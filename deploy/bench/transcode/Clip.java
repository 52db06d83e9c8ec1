import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tombolo.media.Frame;
import org.tombolo.media.h263.PictureHeader;

/** An H.263 clip, picture by picture. */
record Clip(Path file, int width, int height, int rate, List<Picture> pictures) {

    /** One of them. */
    record Picture(boolean key, byte[] data) {}

    static Clip read(Path folder, String name, int rate) throws IOException {
        Path file = folder.resolve(name + ".h263");
        byte[] stream = Files.readAllBytes(file);
        List<Picture> pictures = new ArrayList<>();
        int start = 0;
        for (int at = 1; at <= stream.length; at++) {
            if (at == stream.length || isStart(stream, at)) {
                byte[] data = Arrays.copyOfRange(stream, start, at);
                pictures.add(new Picture(header(data).intra(), data));
                start = at;
            }
        }
        PictureHeader first = header(pictures.get(0).data());
        return new Clip(file, first.width(), first.height(), rate, pictures);
    }

    private static boolean isStart(byte[] stream, int at) {
        return at + 2 < stream.length && stream[at] == 0 && stream[at + 1] == 0 && PictureHeader.isStart(stream[at + 2]);
    }

    private static PictureHeader header(byte[] picture) {
        return PictureHeader.parse(picture, picture.length).orElseThrow();
    }

    int ticks() {
        return 90_000 / rate;
    }

    /** The pictures over and over. */
    Frame frame(int number) {
        Picture picture = pictures.get(number % pictures.size());
        return new Frame((long) number * ticks(), picture.key(), ByteBuffer.wrap(picture.data()));
    }
}
