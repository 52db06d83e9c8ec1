/** Stands before the class of the same name in restcomm-statistics, which would report to an outside host. Nothing we ship phones home. */
@NullMarked
package org.restcomm.commons.statistics.sender;

import org.jspecify.annotations.NullMarked;
