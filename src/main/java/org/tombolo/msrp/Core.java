package org.tombolo.msrp;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.tombolo.trace.Trace;

/**
 * What all parts of an endpoint share.
 *
 * @param directory the sessions there are
 * @param slowly runs what may take long: names looked up, TLS computed
 * @param tls none when we have no certificate
 */
record Core(
        EndpointOptions options,
        Directory directory,
        Counters counters,
        Ids ids,
        Executor slowly,
        Optional<MsrpTls> tls,
        Trace trace,
        Clock clock) {}
