/**
 * What became of each message, in both directions: accepted, sent, delivered, displayed, refused or failed, and what it lost on the way. Written down in
 * batches a moment later, so that passing messages on never waits for it.
 */
@NullMarked
package org.tombolo.gateway.interconnection.tracking;

import org.jspecify.annotations.NullMarked;
