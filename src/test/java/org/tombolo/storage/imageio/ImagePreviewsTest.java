package org.tombolo.storage.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.storage.ContentStore.Upload;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.StoredFile;
import org.tombolo.storage.file.DirectoryStore;

/** RFC 5547 8.8: icons have few octets, whatever the picture is. */
class ImagePreviewsTest {
    private static final int RED = 0xffcc2200;
    private static final int BLUE = 0xff0022cc;

    @TempDir
    Path directory;

    private DirectoryStore store;
    private ImagePreviews previews;

    @BeforeEach
    void open() throws IOException {
        store = new DirectoryStore(
                directory, 1 << 24, Duration.ofDays(1), Set.of(), new SecureRandom(), Clock.systemUTC());
        previews = new ImagePreviews(store);
    }

    private StoredFile keep(String type, byte[] content) throws IOException {
        Upload upload = store.begin();
        upload.write(0, ByteBuffer.wrap(content));
        return upload.keep("picture", type, content.length);
    }

    /** The left half red, the right half blue. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? RED : BLUE);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"jpeg, 1600, 1200, 128, 96", "png, 900, 2700, 43, 128", "gif, 640, 480, 128, 96", "png, 30, 10, 30, 10"
    })
    void aPictureIsMadeSmall(String format, int width, int height, int small, int low) throws IOException {
        Preview preview = previews.of(keep("image/" + format, picture(format, width, height)))
                .orElseThrow();

        assertThat(preview.type()).isEqualTo("image/jpeg");
        assertThat(preview.content().length).isLessThan(5000);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(preview.content()));
        assertThat(image.getWidth()).isEqualTo(small);
        assertThat(image.getHeight()).isEqualTo(low);
        assertThat(image.getRGB(0, 0) >> 16 & 0xff).isGreaterThan(150);
        assertThat(image.getRGB(small - 1, low - 1) & 0xff).isGreaterThan(150);
    }

    @Test
    void whatIsNoPictureHasNone() throws IOException {
        assertThat(previews.of(keep("text/plain", "hello".getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"image/jpeg", "image/png", "image/gif"})
    void whatOnlySaysThatItIsAPictureIsAnError(String type) throws IOException {
        StoredFile file = keep(type, "hello".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> previews.of(file)).isInstanceOf(IOException.class);
    }

    @Test
    void aPictureOfMorePixelsThanMemoryHasRoomForIsNotLookedAt() throws IOException {
        assertThat(previews.of(keep("image/png", hugePng()))).isEmpty();
    }

    /** A head that promises 60,000 by 60,000 pixels. */
    private static byte[] hugePng() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(head)) {
            out.writeBytes("IHDR");
            out.writeInt(60_000);
            out.writeInt(60_000);
            out.write(new byte[] {8, 2, 0, 0, 0});
        }
        CRC32 crc = new CRC32();
        crc.update(head.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(png)) {
            out.writeLong(0x89504e470d0a1a0aL);
            out.writeInt(13);
            out.write(head.toByteArray());
            out.writeInt((int) crc.getValue());
        }
        return png.toByteArray();
    }
}
