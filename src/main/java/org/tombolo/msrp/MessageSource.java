package org.tombolo.msrp;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** Where the content of an outgoing message comes from, a piece at a time and no sooner than it can be sent. */
public interface MessageSource {

    /** The size in octets, when it is known before. */
    OptionalLong length();

    /**
     * Asks for the next piece; not asked again before that has come. Must not block: it is called on the thread of many
     * connections. The piece may come at once or later, from any thread.
     *
     * @param most how many octets at most
     */
    void pull(int most, Piece piece);

    /** Takes one piece. */
    interface Piece {
        /**
         * Here it is.
         *
         * @param data at most as many octets as were asked for; not to be changed any more
         * @param last whether nothing follows
         */
        void take(ByteBuffer data, boolean last);

        /** There will be none; the message is given up. */
        void fail(String why);
    }

    /** Content in memory. */
    static MessageSource of(byte[] content) {
        return new MessageSource() {
            private int position;

            @Override
            public OptionalLong length() {
                return OptionalLong.of(content.length);
            }

            @Override
            public void pull(int most, Piece piece) {
                int length = Math.min(most, content.length - position);
                ByteBuffer data = ByteBuffer.wrap(content, position, length).slice();
                position += length;
                piece.take(data, position == content.length);
            }
        };
    }
}
