package org.tombolo.web.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.MultivaluedMap;
import javax.ws.rs.core.StreamingOutput;
import javax.ws.rs.ext.MessageBodyReader;
import javax.ws.rs.ext.MessageBodyWriter;
import org.tombolo.web.Refusal;

/** Bodies in JSON, read into records and written from them. */
final class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
    /** A larger body is refused with 413. */
    static final int LARGEST = 64 * 1024;

    private final ObjectMapper json;

    JsonBody(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isJson(media) && isOurs(type);
    }

    @Override
    public Object readFrom(
            Class<Object> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        byte[] bytes = body.readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw Refusal.of(413, "the body has more than " + LARGEST + " bytes");
        }
        return parse(bytes, generic);
    }

    private Object parse(byte[] bytes, Type generic) throws IOException {
        if (bytes.length == 0) {
            throw Refusal.of(400, "a body is required");
        }
        try {
            Object value = json.readValue(bytes, json.constructType(generic));
            if (value != null) {
                return value;
            }
        } catch (JsonProcessingException e) {
            throw Refusal.of(400, JsonFault.describe(e));
        }
        throw Refusal.of(400, "the body is null");
    }

    @Override
    public boolean isWriteable(Class<?> type, Type generic, Annotation[] annotations, MediaType media) {
        return isJson(media) && isOurs(type);
    }

    /** Written in one piece, so that a fault in writing is still a clean answer. */
    @Override
    public void writeTo(
            Object value,
            Class<?> type,
            Type generic,
            Annotation[] annotations,
            MediaType media,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        body.write(json.writeValueAsBytes(value));
    }

    private static boolean isJson(MediaType media) {
        return media.getType().equals("application")
                && (media.getSubtype().equals("json") || media.getSubtype().endsWith("+json"));
    }

    private static boolean isOurs(Class<?> type) {
        return !CharSequence.class.isAssignableFrom(type)
                && !type.isArray()
                && !InputStream.class.isAssignableFrom(type)
                && !StreamingOutput.class.isAssignableFrom(type);
    }
}
