package org.tombolo.app;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.tombolo.call.PreconditionedCalls;
import org.tombolo.config.InvalidSettingException;
import org.tombolo.config.Settings;
import org.tombolo.gateway.convergence.ConvergenceGateway;
import org.tombolo.gateway.convergence.KeepRule;
import org.tombolo.gateway.convergence.MediaPlane;
import org.tombolo.gateway.convergence.Recorder;
import org.tombolo.gateway.convergence.RtmpServer;
import org.tombolo.gateway.convergence.Shares;
import org.tombolo.gateway.convergence.browser.BrowserCalls;
import org.tombolo.gateway.convergence.content.ContentShares;
import org.tombolo.gateway.interconnection.call.CallGateway;
import org.tombolo.gateway.interconnection.conference.ConferenceGateway;
import org.tombolo.gateway.interconnection.presence.PresenceGateway;
import org.tombolo.gateway.interconnection.room.RoomGateway;
import org.tombolo.media.hls.RewindMemory;
import org.tombolo.media.rtmp.RtmpTarget;
import org.tombolo.media.rtp.RtpReceiver;
import org.tombolo.media.transcode.Transcoder;
import org.tombolo.media.webrtc.Candidates;
import org.tombolo.media.webrtc.WebRtcServer;
import org.tombolo.msrp.MsrpEndpoint;
import org.tombolo.registrar.Feature;
import org.tombolo.routing.Router;
import org.tombolo.routing.Rule;
import org.tombolo.routing.ShareRule;
import org.tombolo.sip.Leg;
import org.tombolo.sip.SipRequest;
import org.tombolo.xmpp.XmppServices;

/** The three gateways, and which requests each of them gets. */
record Gateways(
        Foundation foundation,
        MsrpEndpoint msrp,
        MessageService messages,
        ChatService chats,
        ContentService content,
        FileService files,
        RoomGateway rooms,
        ConferenceGateway conferences,
        ConvergenceGateway convergence,
        Recorder recorder,
        ContentShares contentShares,
        CallService calls,
        PushService pushes,
        CallGateway voice,
        BrowserCalls pages,
        Transcoder transcoder) {
    private static final int RTP_THREADS = 2;
    private static final int MOST_SHARES = 1000;

    static Gateways build(Foundation foundation, SipSide sip, Application.Closing closing)
            throws IOException, InvalidSettingException {
        MsrpEndpoint msrp = MsrpService.build(foundation, closing);
        ContentService content = ContentService.build(foundation, closing);
        MessageService messages = MessageService.build(foundation, sip, content.pictures(), closing);
        ChatService chats = ChatService.build(foundation, sip, msrp, messages, closing);
        FileService files = FileService.build(foundation, sip, msrp, messages, chats, content, closing);
        Transcoder transcoder = TranscoderService.build(foundation, closing);
        MediaPlane media = media(foundation, transcoder, content, closing);
        CallService calls = CallService.build(foundation, sip, media.receiver(), content.store(), closing);
        CallGateway voice = VoiceService.build(foundation, sip, messages, media, closing);
        RoomGateway rooms = RoomService.build(
                foundation,
                sip,
                msrp,
                messages,
                chats,
                new XmppServices(files.toSip(), messages.presence(), voice),
                closing);
        return new Gateways(
                foundation,
                msrp,
                messages,
                chats,
                content,
                files,
                rooms,
                RoomService.conferences(foundation, sip, msrp, messages, rooms, closing),
                convergence(foundation, sip, media, closing),
                media.recorder(),
                files.contentShares(),
                calls,
                PushService.build(foundation, sip, msrp, chats, content, calls, closing),
                voice,
                PageService.build(foundation, sip, calls.guard(), media, closing),
                transcoder);
    }

    private static MediaPlane media(
            Foundation foundation, Transcoder transcoder, ContentService content, Application.Closing closing)
            throws IOException {
        Settings settings = foundation.settings();
        RtpReceiver receiver = closing.closing(new RtpReceiver(
                InetAddress.getByName(settings.network().bind()),
                settings.media().rtpFirst(),
                settings.media().rtpLast(),
                RTP_THREADS));
        foundation.metrics().gauge("tombolo_rtp_port_pairs", receiver::openPairs);
        return new MediaPlane(
                receiver,
                closing.closing(webrtc(foundation)),
                rewind(settings.media().rewind()),
                rtmp(foundation),
                transcoder,
                foundation.random(),
                closing.closing(recorder(foundation, content)));
    }

    private static Recorder recorder(Foundation foundation, ContentService content) {
        Settings.Gallery settings = foundation.settings().gallery();
        ThreadPoolExecutor writers = new ThreadPoolExecutor(
                0, settings.recordings(), 10, TimeUnit.SECONDS, new SynchronousQueue<>(), Threads.named("recording"));
        return new Recorder(
                content.gallery(),
                foundation.associations(),
                new Recorder.Options(new KeepRule(settings.record(), settings.services()), settings.longest()),
                content.interrupted(),
                writers,
                foundation.metrics(),
                foundation.clock());
    }

    private static ConvergenceGateway convergence(
            Foundation foundation, SipSide sip, MediaPlane media, Application.Closing closing) {
        Settings settings = foundation.settings();
        ConvergenceGateway gateway = new ConvergenceGateway(
                sip.stack().sessions(),
                media,
                new ConvergenceGateway.Options(
                        settings.network().publicHost(),
                        foundation.publicUrl().text(),
                        settings.media().silence(),
                        MOST_SHARES),
                foundation.trace(),
                foundation.metrics(),
                foundation.clock(),
                foundation.random());
        // Phones are told by BYE when we stop, and do not go on sending to nobody.
        closing.closing((AutoCloseable) () -> endAll(gateway.shares()));
        return gateway;
    }

    private static WebRtcServer webrtc(Foundation foundation) throws IOException {
        Settings.Network network = foundation.settings().network();
        Settings.Media media = foundation.settings().media();
        return new WebRtcServer(
                new WebRtcServer.Options(
                        network.bind(),
                        Candidates.of(network.bind(), network.publicHost(), media.webrtcPort()),
                        media.webrtcViewers(),
                        Runtime.getRuntime().availableProcessors()),
                foundation.clock(),
                foundation.random(),
                foundation.metrics());
    }

    private static Optional<RtmpServer> rtmp(Foundation foundation) {
        Settings.Media media = foundation.settings().media();
        return media.rtmp()
                .flatMap(RtmpTarget::parse)
                .map(target -> new RtmpServer(target, media.rtmpPushes(), foundation.random()));
    }

    private static RewindMemory rewind(Settings.Rewind settings) {
        return new RewindMemory(new RewindMemory.Limits(settings.length(), settings.octets(), settings.total()));
    }

    private static void endAll(Shares shares) {
        shares.list("", MOST_SHARES).forEach(share -> shares.end(share.id()));
    }

    /** Starts what speaks to the outside by itself. */
    void open() {
        // The one that may fail comes first, so that no message is taken when it does.
        calls.open();
        msrp.start();
        messages.open(conferences);
        convergence.open();
        recorder.recover();
        pushes.pushes().open();
    }

    Router router(SipSide sip) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new Rule("registration", r -> r.method().equals("REGISTER"), chats.registrations()));
        // A room is nobody's phone.
        rules.add(new Rule("interconnection", rooms::serves, rooms));
        // As with video, somebody's phone comes before her browser.
        Predicate<SipRequest> noPhone =
                r -> sip.location().targets(r.requestUri()).isEmpty();
        rules.add(new Rule("interconnection", noPhone.and(messages.gateway()::serves), messages.gateway()));
        // A phone that shares an image means no chat.
        Predicate<SipRequest> image = ContentShares::isImageShare;
        rules.add(new Rule(
                ConvergenceGateway.NAME, noPhone.and(image).and(contentShares::serves), contentShares, Leg.EXTENSIONS));
        rules.add(new Rule("interconnection", noPhone.and(files.gateway()::serves), files.gateway(), Leg.EXTENSIONS));
        rules.add(new Rule(ConvergenceGateway.NAME, noPhone.and(contentShares::serves), contentShares, Leg.EXTENSIONS));
        rules.add(new Rule("interconnection", noPhone.and(chats.gateway()::serves), chats.gateway(), Leg.EXTENSIONS));
        rules.add(new Rule(
                "interconnection", messages.presence()::serves, messages.presence(), PresenceGateway.EXTENSIONS));
        rules.add(new Rule(
                ConvergenceGateway.NAME,
                noPhone.and(pages::serves),
                new PreconditionedCalls(pages),
                PreconditionedCalls.EXTENSIONS));
        rules.add(new Rule(
                ConvergenceGateway.NAME,
                new ShareRule(
                        ConvergenceGateway::wants,
                        foundation.associations(),
                        uri -> chats.phones().test(uri, Feature.VIDEO)),
                new PreconditionedCalls(convergence),
                PreconditionedCalls.EXTENSIONS));
        rules.add(new Rule(
                "interconnection",
                noPhone.and(voice::serves),
                new PreconditionedCalls(voice),
                PreconditionedCalls.EXTENSIONS));
        return new Router(
                rules, new Rule("nobody: it goes on", r -> true, sip.onward()), foundation.trace(), foundation.clock());
    }
}
