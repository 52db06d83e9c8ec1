package org.tombolo.media.rtmp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Action Message Format 0, as far as commands need it: numbers, booleans, strings, objects, null. */
final class Amf {
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int STRING = 2;
    private static final int OBJECT = 3;
    private static final int NULL = 5;
    private static final int UNDEFINED = 6;
    private static final int ECMA_ARRAY = 8;
    private static final int END = 9;
    private static final int DEEPEST = 4;

    /** What stands for null in a list of values. */
    static final Object NOTHING = new Object();

    private Amf() {}

    /** Values one after the other; a {@code Map} is an object. */
    static byte[] of(Object... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object value : values) {
            write(out, value);
        }
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        if (value instanceof Number number) {
            out.write(NUMBER);
            out.writeBytes(
                    ByteBuffer.allocate(8).putDouble(number.doubleValue()).array());
        } else if (value instanceof String text) {
            out.write(STRING);
            name(out, text);
        } else if (value instanceof Map<?, ?> members) {
            out.write(OBJECT);
            members.forEach((key, member) -> {
                name(out, String.valueOf(key));
                write(out, member);
            });
            out.writeBytes(new byte[] {0, 0, END});
        } else {
            out.write(NULL);
        }
    }

    private static void name(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        out.write(octets.length >> 8);
        out.write(octets.length);
        out.writeBytes(octets);
    }

    /**
     * Reads values up to the end.
     *
     * @throws IOException when there is something else
     */
    static List<Object> read(ByteBuffer in) throws IOException {
        List<Object> values = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                values.add(value(in, 0));
            }
        } catch (BufferUnderflowException e) {
            throw new IOException("an AMF value that is cut off", e);
        }
        return values;
    }

    private static Object value(ByteBuffer in, int depth) throws IOException {
        int type = in.get();
        return switch (type) {
            case NUMBER -> in.getDouble();
            case BOOLEAN -> in.get() != 0;
            case STRING -> text(in);
            case NULL, UNDEFINED -> NOTHING;
            case OBJECT -> members(in, depth + 1);
            case ECMA_ARRAY -> {
                in.getInt();
                yield members(in, depth + 1);
            }
            default -> throw new IOException("an AMF value of type " + type);
        };
    }

    private static Map<String, Object> members(ByteBuffer in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("AMF objects in objects");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        String name = text(in);
        while (!name.isEmpty() || in.get(in.position()) != END) {
            members.put(name, value(in, depth));
            name = text(in);
        }
        in.get();
        return members;
    }

    private static String text(ByteBuffer in) {
        byte[] octets = new byte[in.getShort() & 0xFFFF];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
