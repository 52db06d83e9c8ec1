/**
 * Content that clients push to IMS users: text, links, and files by the best way that the user has: by MSRP (RFC 5547), as a
 * description of a link (GSMA RCC.07), or as a pager-mode message (RFC 3428). What was accepted is durable until it is delivered,
 * refused, expired or taken back.
 */
@NullMarked
package org.tombolo.gateway.interaction.push;

import org.jspecify.annotations.NullMarked;
