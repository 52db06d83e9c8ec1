/** One class in the place of another in jitsi-utils, so that no native code is loaded. */
@NullMarked
package org.jitsi.utils;

import org.jspecify.annotations.NullMarked;
