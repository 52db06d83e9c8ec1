package org.tombolo.gateway.interconnection.file;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an upload besides its octets.
 *
 * @param id of its file in the content store
 * @param name of the file, empty while the phone has not said it
 * @param type media type, empty while the phone has not said it
 * @param total octets, when the phone has said it
 * @param thumbnail id of a file in the content store
 * @param touched when a connection last began to bring a part of it
 */
public record SavedUpload(
        ContentServer.Transaction transaction,
        String id,
        String name,
        String type,
        OptionalLong total,
        Optional<String> thumbnail,
        Instant touched) {}
