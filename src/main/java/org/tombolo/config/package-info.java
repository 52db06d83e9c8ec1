/** Validated settings, read once at start from the commented defaults, a file, system properties and the environment. Shared by the application and the launcher, so it uses nothing but the JDK. */
@NullMarked
package org.tombolo.config;

import org.jspecify.annotations.NullMarked;
