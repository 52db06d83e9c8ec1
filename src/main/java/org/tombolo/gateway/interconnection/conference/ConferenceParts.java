package org.tombolo.gateway.interconnection.conference;

import java.time.Clock;
import java.time.Duration;
import org.tombolo.gateway.interconnection.AddressMapping;
import org.tombolo.trace.Trace;
import org.tombolo.xmpp.XmppLink;

/**
 * What all visits to conferences share.
 *
 * @param patience how long a conference may take to let somebody in
 */
record ConferenceParts(
        XmppLink link,
        AddressMapping addresses,
        ConferenceDirectory directory,
        Duration patience,
        Trace trace,
        Clock clock) {}
