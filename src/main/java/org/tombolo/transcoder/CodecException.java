package org.tombolo.transcoder;

import static org.bytedeco.ffmpeg.global.avutil.av_strerror;

import java.nio.charset.StandardCharsets;

/** A stream cannot be transcoded; the message tells the gateway why. */
final class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    CodecException(String message) {
        super(message);
    }

    /**
     * Checks what a function of FFmpeg returned.
     *
     * @return the result, when it is none of the negative ones that are errors
     */
    static int check(int result, String what) throws CodecException {
        if (result >= 0) {
            return result;
        }
        byte[] words = new byte[128];
        av_strerror(result, words, words.length);
        int end = 0;
        while (end < words.length && words[end] != 0) {
            end++;
        }
        throw new CodecException(what + ": " + new String(words, 0, end, StandardCharsets.US_ASCII));
    }
}
