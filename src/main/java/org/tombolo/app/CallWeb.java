package org.tombolo.app;

import java.util.List;
import java.util.concurrent.Executor;
import org.tombolo.gateway.interaction.CallLabels;
import org.tombolo.store.jdbc.JdbcCallLabels;
import org.tombolo.web.Links;
import org.tombolo.web.calls.AnnouncementsResource;
import org.tombolo.web.calls.CallRecordingResource;
import org.tombolo.web.calls.CallResource;
import org.tombolo.web.calls.CdrsResource;
import org.tombolo.web.calls.CollectionResource;
import org.tombolo.web.calls.DeliveriesResource;
import org.tombolo.web.calls.EventsResource;
import org.tombolo.web.calls.KeysResource;
import org.tombolo.web.calls.LegsResource;
import org.tombolo.web.calls.RecordingsResource;
import org.tombolo.web.calls.ScheduleResource;
import org.tombolo.web.calls.SummariesResource;
import org.tombolo.web.calls.TransferResource;
import org.tombolo.web.calls.WebhookSecretResource;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.oma.CallSessionsResource;
import org.tombolo.web.oma.ParticipantsResource;

/** Our own API of calls. */
final class CallWeb {
    private CallWeb() {}

    static List<Object> resources(
            CallService calls, Foundation foundation, EventStreams streams, Executor readers, Links links) {
        SinkService sinks = calls.sinks();
        CallLabels labels = new JdbcCallLabels(foundation.database().jdbi());
        String url = foundation.publicUrl().text();
        return List.of(
                new CallResource(
                        calls.clickToDial(),
                        calls.schedule(),
                        calls.keys(),
                        calls.feed(),
                        streams,
                        readers,
                        links,
                        foundation.clock()),
                new LegsResource(calls.clickToDial()),
                new AnnouncementsResource(calls.clickToDial()),
                new KeysResource(calls.clickToDial()),
                new CollectionResource(calls.clickToDial()),
                new CallRecordingResource(calls.clickToDial()),
                new RecordingsResource(calls.recordings()),
                new TransferResource(calls.clickToDial()),
                new ScheduleResource(calls.schedule()),
                new CdrsResource(calls.cdrs()),
                new DeliveriesResource(calls.clickToDial(), calls.feed(), sinks.log(), sinks.delivery()),
                new EventsResource(sinks.log()),
                new SummariesResource(sinks.log()),
                new CallSessionsResource(calls.clickToDial(), labels, calls.keys(), url, foundation.clock()),
                new ParticipantsResource(calls.clickToDial(), labels, url, foundation.clock()),
                new WebhookSecretResource(sinks.secrets()));
    }
}
