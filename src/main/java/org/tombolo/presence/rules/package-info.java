/**
 * Who may see whose presence, and how much of it: common policy (RFC 4745) with the conditions of OMA XDM 1.1, presence
 * authorisation (RFC 5025) with the service ids and attributes of OMA Presence SIMPLE 1.1. Plain values; documents are read
 * elsewhere.
 */
@NullMarked
package org.tombolo.presence.rules;

import org.jspecify.annotations.NullMarked;
