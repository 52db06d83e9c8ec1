/** Convergence: an IMS phone shares live video (GSMA IR.74, IR.84: an INVITE that offers video), and whoever has but a browser watches it. The phone's RTP becomes fragmented MP4, which the web side hands to its viewers. */
@NullMarked
package org.tombolo.gateway.convergence;

import org.jspecify.annotations.NullMarked;
