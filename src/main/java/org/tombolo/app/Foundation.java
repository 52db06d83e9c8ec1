package org.tombolo.app;

import java.security.SecureRandom;
import java.time.Clock;
import org.tombolo.config.Accounts;
import org.tombolo.config.Settings;
import org.tombolo.identity.Associations;
import org.tombolo.identity.Guests;
import org.tombolo.metrics.prometheus.PrometheusMetrics;
import org.tombolo.store.jdbc.Database;
import org.tombolo.trace.Trace;

/** What every side of the application stands on. */
record Foundation(
        Settings settings,
        PublicUrl publicUrl,
        Accounts accounts,
        Database database,
        Associations associations,
        Guests guests,
        Threads threads,
        Trace trace,
        PrometheusMetrics metrics,
        Clock clock,
        SecureRandom random) {}
