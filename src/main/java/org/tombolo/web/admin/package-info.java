/** What administrators see and change: associations of identities, clients with their quotas, and the timelines of sessions. Every method needs the scope {@code admin}. */
@NullMarked
package org.tombolo.web.admin;

import org.jspecify.annotations.NullMarked;
