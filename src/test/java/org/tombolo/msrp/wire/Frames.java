package org.tombolo.msrp.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a reader finds, in words. */
final class Frames implements FrameHandler {
    final List<String> found = new ArrayList<>();
    final List<MsrpRequest> requests = new ArrayList<>();
    final List<MsrpResponse> responses = new ArrayList<>();
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean hasBody;

    /** Reads the octets in one piece. */
    static Frames of(byte[] octets) throws MsrpSyntaxException {
        return of(octets, octets.length);
    }

    static Frames of(String text) throws MsrpSyntaxException {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the octets in pieces of that size. */
    static Frames of(byte[] octets, int piece) throws MsrpSyntaxException {
        Frames frames = new Frames();
        FrameReader reader = new FrameReader(frames);
        ByteBuffer buffer = ByteBuffer.allocate(octets.length + 1);
        for (int i = 0; i < octets.length; i += piece) {
            buffer.put(octets, i, Math.min(piece, octets.length - i)).flip();
            reader.read(buffer);
            buffer.compact();
        }
        return frames;
    }

    @Override
    public void request(MsrpRequest request, boolean present) {
        requests.add(request);
        hasBody = present;
        body = new ByteArrayOutputStream();
        found.add(request.method());
    }

    @Override
    public void malformed(String transaction, List<MsrpHeader> headers, String why) {
        found.add("malformed " + transaction + ": " + why);
    }

    @Override
    public void content(ByteBuffer part) {
        byte[] octets = new byte[part.remaining()];
        part.get(octets);
        body.writeBytes(octets);
    }

    @Override
    public void end(ContinuationFlag flag) {
        found.add(flag + (hasBody ? " " + body.toString(StandardCharsets.UTF_8) : ""));
    }

    byte[] lastBody() {
        return body.toByteArray();
    }

    @Override
    public void response(MsrpResponse response) {
        responses.add(response);
        found.add(response.status().text());
    }
}
