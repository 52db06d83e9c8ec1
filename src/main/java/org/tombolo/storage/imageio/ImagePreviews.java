package org.tombolo.storage.imageio;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.tombolo.storage.ContentStore;
import org.tombolo.storage.Previews;
import org.tombolo.storage.StoredFile;

/**
 * Small JPEG pictures of JPEG, PNG and GIF files. One is made at a time: a codec may hold a whole picture while it reads it.
 */
public final class ImagePreviews implements Previews {
    private static final Map<String, String> FORMATS =
            Map.of("image/jpeg", "jpeg", "image/png", "png", "image/gif", "gif");
    /** Pixels; cameras of phones have up to 50 million, and send fewer. */
    private static final long MOST = 24_000_000;
    /** Pixels of the longer side. RFC 5547 8.8: as small as it may be; the codec makes 2 to 4 KB of it. */
    private static final int SIDE = 128;

    private static final float QUALITY = 0.6f;

    private final ContentStore store;
    private final ReentrantLock one = new ReentrantLock();

    public ImagePreviews(ContentStore store) {
        this.store = store;
    }

    @Override
    public Optional<Preview> of(StoredFile file) throws IOException {
        Optional<String> format = Optional.ofNullable(FORMATS.get(file.type()));
        if (format.isEmpty()) {
            return Optional.empty();
        }
        one.lock();
        try (StoredImage image = new StoredImage(store.open(file))) {
            return small(image, format.get()).map(ImagePreviews::shrink).map(ImagePreviews::jpeg);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            // What Java's codecs throw for some files that are not what they say.
            throw new IOException("no picture: " + e.getMessage(), e);
        } finally {
            one.unlock();
        }
    }

    /** The picture with at least twice the pixels that are wanted, or as it is when it is small. */
    private static Optional<BufferedImage> small(StoredImage image, String format) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            return Optional.empty();
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(image, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width * height > MOST) {
                return Optional.empty();
            }
            int step = (int) Math.max(1, Math.max(width, height) / (2 * SIDE));
            ImageReadParam every = reader.getDefaultReadParam();
            every.setSourceSubsampling(step, step, 0, 0);
            return Optional.of(reader.read(0, every));
        } finally {
            reader.dispose();
        }
    }

    /** Each pixel the mean of those that it stands for, on white where they are transparent. */
    private static BufferedImage shrink(BufferedImage from) {
        double scale = Math.min(1, (double) SIDE / Math.max(from.getWidth(), from.getHeight()));
        int width = (int) Math.max(1, Math.round(from.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(from.getHeight() * scale));
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                to.setRGB(x, y, mean(from, span(x, width, from.getWidth()), span(y, height, from.getHeight())));
            }
        }
        return to;
    }

    private record Span(int first, int end) {}

    private static Span span(int index, int parts, int whole) {
        int first = (int) ((long) index * whole / parts);
        return new Span(first, Math.max(first + 1, (int) ((index + 1L) * whole / parts)));
    }

    private static int mean(BufferedImage image, Span columns, Span rows) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = rows.first(); y < rows.end(); y++) {
            for (int x = columns.first(); x < columns.end(); x++) {
                int pixel = image.getRGB(x, y);
                int alpha = pixel >>> 24;
                red += onWhite(pixel >> 16, alpha);
                green += onWhite(pixel >> 8, alpha);
                blue += onWhite(pixel, alpha);
            }
        }
        long count = (long) (columns.end() - columns.first()) * (rows.end() - rows.first());
        return (int) (red / count << 16 | green / count << 8 | blue / count);
    }

    private static int onWhite(int value, int alpha) {
        return ((value & 0xff) * alpha + 255 * (255 - alpha)) / 255;
    }

    private static Preview jpeg(BufferedImage picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(octets)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        } finally {
            writer.dispose();
        }
        return new Preview("image/jpeg", octets.toByteArray());
    }
}
