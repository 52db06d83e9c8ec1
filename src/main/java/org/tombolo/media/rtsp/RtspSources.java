package org.tombolo.media.rtsp;

/** Where shares come from. Asked on the server's thread, which must not be held up. */
public interface RtspSources {

    /**
     * The share of a URL.
     *
     * @param share its id
     * @param token what the URL has as {@code t}, empty when it has none
     */
    Found find(String share, String token);

    /** What became of the question. */
    sealed interface Found {}

    /** There it is. */
    record Source(RtspSource source) implements Found {}

    /**
     * Not for this client, or not now.
     *
     * @param status RTSP status (RFC 2326 7.1.1)
     * @param reason its reason phrase
     */
    record Refused(int status, String reason) implements Found {}
}
