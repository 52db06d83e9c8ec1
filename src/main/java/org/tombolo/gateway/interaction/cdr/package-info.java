/** Call detail records: one a call, kept in the database, appended to files of JSON lines and CSV (RFC 4180), and listed by the API. */
@NullMarked
package org.tombolo.gateway.interaction.cdr;

import org.jspecify.annotations.NullMarked;
