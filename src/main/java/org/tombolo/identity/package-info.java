/** Who somebody is on each side: sealed addresses, and the associations that join an IMS identity with a web one. */
@NullMarked
package org.tombolo.identity;

import org.jspecify.annotations.NullMarked;
