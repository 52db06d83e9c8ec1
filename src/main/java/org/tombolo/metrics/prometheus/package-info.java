/** Metrics in the Prometheus text exposition format 0.0.4. Only this package knows the metrics library. */
@NullMarked
package org.tombolo.metrics.prometheus;

import org.jspecify.annotations.NullMarked;
