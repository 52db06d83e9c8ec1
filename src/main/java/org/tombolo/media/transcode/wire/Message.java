package org.tombolo.media.transcode.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of the pipes.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                length of what follows, in octets              |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     type      |                  stream                       |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |  ... stream   |  what the type has                        ...
 * </pre>
 */
public sealed interface Message {
    /** Longer ones are none of ours: the longest is a picture of 1920x1088. */
    int LONGEST = 8 << 20;

    /** Type and stream. */
    int HEADER = 5;

    int KEY_FLAG = 1;
    int UNSEEN_FLAG = 2;

    /** Which of the streams that are open at a time it is about. */
    int stream();

    /** The kind of message; in the pipe, its ordinal. */
    Type type();

    /** Octets after type and stream. */
    default int size() {
        return 0;
    }

    /** Appends what comes after type and stream. */
    default void put(ByteBuffer out) {}

    /** In the order of their numbers. */
    enum Type {
        OPEN {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Open(
                        stream,
                        Codec.values()[in.get()],
                        Codec.values()[in.get()],
                        in.getShort(),
                        in.getShort(),
                        in.getInt(),
                        in.getShort());
            }
        },
        MEDIA {
            @Override
            Message read(int stream, ByteBuffer in) {
                long time = in.getLong();
                int flags = in.get();
                byte[] data = new byte[in.remaining()];
                in.get(data);
                return new Media(stream, time, (flags & KEY_FLAG) != 0, (flags & UNSEEN_FLAG) != 0, data);
            }
        },
        KEY {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Key(stream);
            }
        },
        RATE {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Rate(stream, in.getInt());
            }
        },
        CLOSE {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Close(stream);
            }
        },
        DONE {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Done(stream);
            }
        },
        LOST {
            @Override
            Message read(int stream, ByteBuffer in) {
                return new Lost(stream);
            }
        },
        FAILED {
            @Override
            Message read(int stream, ByteBuffer in) {
                byte[] words = new byte[in.remaining()];
                in.get(words);
                return new Failed(stream, new String(words, StandardCharsets.UTF_8));
            }
        };

        abstract Message read(int stream, ByteBuffer in);
    }

    /**
     * To the transcoder: frames of a new stream follow.
     *
     * @param width of the picture that is wanted, in pixels; 0 for that of the source
     * @param height likewise; 0 with a width for what keeps the source's proportions
     * @param rate bits a second; 0 for what suits the codec and the size
     * @param piece most octets of a NAL unit or group of blocks, as far as the codec can; 0 for any
     */
    record Open(int stream, Codec from, Codec to, int width, int height, int rate, int piece) implements Message {
        @Override
        public Type type() {
            return Type.OPEN;
        }

        @Override
        public int size() {
            return 12;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put((byte) from.ordinal()).put((byte) to.ordinal());
            out.putShort((short) width).putShort((short) height).putInt(rate).putShort((short) piece);
        }
    }

    /**
     * A frame, in either direction.
     *
     * @param time when it is shown or heard, in ticks of its codec's clock
     * @param key whether decoding can start here
     * @param unseen whether it is only decoded, for those after it; what comes of it is not wanted
     * @param data not to be changed
     */
    record Media(int stream, long time, boolean key, boolean unseen, byte[] data) implements Message {
        /** One that is wanted. */
        public Media(int stream, long time, boolean key, byte[] data) {
            this(stream, time, key, false, data);
        }

        @Override
        public Type type() {
            return Type.MEDIA;
        }

        @Override
        public int size() {
            return 9 + data.length;
        }

        @Override
        public void put(ByteBuffer out) {
            int flags = (key ? KEY_FLAG : 0) | (unseen ? UNSEEN_FLAG : 0);
            out.putLong(time).put((byte) flags).put(data);
        }
    }

    /** To the transcoder: the next picture that it makes is to be a key frame. */
    record Key(int stream) implements Message {
        @Override
        public Type type() {
            return Type.KEY;
        }
    }

    /**
     * To the transcoder: sound that is made from now on has another rate, which holds from one of the next two frames on.
     *
     * @param rate bits a second
     */
    record Rate(int stream, int rate) implements Message {
        @Override
        public Type type() {
            return Type.RATE;
        }

        @Override
        public int size() {
            return 4;
        }

        @Override
        public void put(ByteBuffer out) {
            out.putInt(rate);
        }
    }

    /** To the transcoder: nothing follows on the stream. */
    record Close(int stream) implements Message {
        @Override
        public Type type() {
            return Type.CLOSE;
        }
    }

    /** To the gateway: a frame has been worked off, whatever came of it. */
    record Done(int stream) implements Message {
        @Override
        public Type type() {
            return Type.DONE;
        }
    }

    /** To the gateway: the frame could not be decoded; a key frame of the source would help. */
    record Lost(int stream) implements Message {
        @Override
        public Type type() {
            return Type.LOST;
        }
    }

    /** To the gateway: the stream is closed, since it cannot be transcoded. */
    record Failed(int stream, String why) implements Message {
        @Override
        public Type type() {
            return Type.FAILED;
        }

        @Override
        public int size() {
            return why.getBytes(StandardCharsets.UTF_8).length;
        }

        @Override
        public void put(ByteBuffer out) {
            out.put(why.getBytes(StandardCharsets.UTF_8));
        }
    }
}
