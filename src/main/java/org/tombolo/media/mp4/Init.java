package org.tombolo.media.mp4;

/**
 * An init segment, and what players want to know before they ask for it.
 *
 * @param bytes {@code ftyp} and {@code moov}; not to be changed
 * @param codecs of all tracks, as RFC 6381 names them
 * @param width of the picture in pixels
 * @param height likewise
 */
public record Init(byte[] bytes, String codecs, int width, int height) {}
