package org.tombolo.app;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;
import org.tombolo.config.Accounts;
import org.tombolo.config.Settings;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.interconnection.file.ContentServer;
import org.tombolo.media.hls.HlsStream;
import org.tombolo.media.rtsp.RtspServer;
import org.tombolo.registrar.Registrar;
import org.tombolo.web.Access;
import org.tombolo.web.Caller;
import org.tombolo.web.Credentials;
import org.tombolo.web.Links;
import org.tombolo.web.SignedLinks;
import org.tombolo.web.admin.AssociationResource;
import org.tombolo.web.admin.TraceResource;
import org.tombolo.web.calls.RecordingServlet;
import org.tombolo.web.camara.CallsResource;
import org.tombolo.web.events.EventStreams;
import org.tombolo.web.file.FileServlet;
import org.tombolo.web.file.UploadServlet;
import org.tombolo.web.gallery.GalleryResource;
import org.tombolo.web.gallery.GalleryServlet;
import org.tombolo.web.health.Health;
import org.tombolo.web.health.HealthResource;
import org.tombolo.web.health.MetricsResource;
import org.tombolo.web.media.HlsServlet;
import org.tombolo.web.media.LiveServlet;
import org.tombolo.web.media.MediaAccess;
import org.tombolo.web.media.WhepServlet;
import org.tombolo.web.media.WhipServlet;
import org.tombolo.web.oauth.JwksResource;
import org.tombolo.web.openapi.DocumentResource;
import org.tombolo.web.page.BrowserCallResource;
import org.tombolo.web.server.WebApplication;
import org.tombolo.web.session.Pairings;
import org.tombolo.web.session.Sessions;
import org.tombolo.web.share.GuestResource;
import org.tombolo.web.share.RtspAccess;
import org.tombolo.web.share.ShareAccess;
import org.tombolo.web.share.ShareResource;
import org.tombolo.web.share.ViewerResource;
import org.tombolo.web.signin.MeResource;
import org.tombolo.web.signin.PairingResource;
import org.tombolo.web.signin.SessionResource;

/** What is served over HTTP. */
final class WebSide {
    private static final Duration TV_ASKS_EVERY = Duration.ofSeconds(3);
    private static final int MOST_VIEWERS = 200;
    private static final int MOST_READERS = 50;

    private WebSide() {}

    static void start(
            Foundation foundation,
            SipSide sip,
            Gateways gateways,
            Opening opening,
            ServletContext context,
            Application.Closing closing)
            throws IOException {
        Sessions sessions = new Sessions(portalUsers(foundation.accounts()), foundation.random(), foundation.clock());
        SignedLinks signer = new SignedLinks(foundation.random(), foundation.clock());
        TokenSide tokens = TokenSide.build(foundation);
        Access access = new Access(tokens.verifier(), sessions, signer);
        Links links = new Links(signer, foundation.publicUrl().text(), foundation.clock());
        ExecutorService blocking = Executors.newCachedThreadPool(Threads.named("http"));
        closing.closing((AutoCloseable) blocking::shutdownNow);
        EventStreams streams =
                closing.closing(new EventStreams(foundation.threads().timers(), blocking));
        ShareAccess shareAccess = new ShareAccess(foundation.associations(), foundation.guests());
        List<Object> resources = new ArrayList<>(List.of(
                new SessionResource(sessions, foundation.publicUrl().text()),
                new PairingResource(
                        new Pairings(foundation.random(), foundation.clock(), TV_ASKS_EVERY),
                        sessions,
                        foundation.publicUrl().text()),
                new HealthResource(checks(foundation, sip, gateways, opening), blocking),
                new MetricsResource(foundation.metrics()::scrape),
                new DocumentResource(),
                new AssociationResource(foundation.associations()),
                new TraceResource(foundation.trace()),
                new ShareResource(
                        gateways.convergence().shares(), shareAccess, streams, links, rtspUrl(foundation.settings())),
                new ViewerResource(gateways.convergence().shares(), shareAccess),
                new GuestResource(foundation.guests()),
                new MeResource(foundation.associations()),
                new CallsResource(
                        gateways.calls().clickToDial(),
                        gateways.calls().recordings(),
                        foundation.trace(),
                        foundation.clock())));
        resources.add(new GalleryResource(gateways.content().gallery()));
        resources.addAll(gateways.messages().tracking().resources(foundation, streams));
        resources.add(ChatWeb.resource(foundation, gateways.chats()));
        resources.add(new BrowserCallResource(gateways.pages(), streams));
        resources.addAll(DeviceWeb.resources(foundation, gateways, tokens.clients(), streams, blocking));
        resources.addAll(
                gateways.pushes().resources(foundation, gateways.calls(), gateways.content(), streams, blocking));
        resources.addAll(CallWeb.resources(gateways.calls(), foundation, streams, blocking, links));
        resources.add(new JwksResource(gateways.calls().sinks().key(), tokens.issuer()));
        resources.addAll(tokens.resources(foundation, gateways.calls().guard()));
        resources.addAll(tokens.button(foundation, gateways.calls().clickToDial(), links));
        new WebApplication(access, foundation.metrics(), foundation.trace(), foundation.clock(), resources)
                .start(context);
        ChatWeb.policy(foundation, context);
        live(
                context,
                gateways,
                access,
                shareAccess,
                foundation.settings().files().most());
        gateways.pushes().serve(context, foundation, gateways.content(), access);
        rtsp(foundation, new RtspAccess(gateways.convergence().shares(), access, shareAccess), closing);
        uploads(foundation, sip, gateways.files().contentServer(), access, context);
    }

    private static String rtspUrl(Settings settings) {
        String host = settings.network().publicHost();
        return "rtsp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":"
                + settings.media().rtsp().port();
    }

    private static void rtsp(Foundation foundation, RtspAccess access, Application.Closing closing) throws IOException {
        Settings.Rtsp settings = foundation.settings().media().rtsp();
        RtspServer server = closing.closing(new RtspServer(
                new RtspServer.Options(
                        foundation.settings().network().bind(),
                        settings.port(),
                        settings.rtpPort(),
                        settings.sessions()),
                access,
                foundation.clock(),
                foundation.random(),
                System::nanoTime));
        foundation.metrics().gauge("tombolo_rtsp_sessions", server::sessions);
        server.start();
    }

    private static void uploads(
            Foundation foundation, SipSide sip, ContentServer server, Access access, ServletContext context) {
        UploadSignIn signIn = new UploadSignIn(access, sip.registrar().map(Registrar::digest));
        int most = foundation.settings().files().transfers();
        context.addServlet("uploads", new UploadServlet(server, signIn, most)).addMapping("/files");
    }

    private static void live(
            ServletContext context, Gateways gateways, Access access, ShareAccess shares, long largest) {
        MediaAccess viewers =
                (request, share) -> viewer(shares, access.require(Credentials.of(request), "shares:read", true), share);
        ServletRegistration.Dynamic live = context.addServlet(
                "live", new LiveServlet(gateways.convergence().shares(), viewers, MOST_VIEWERS));
        live.setAsyncSupported(true);
        live.addMapping("/media/*");
        context.addServlet("files", new FileServlet(gateways.content().store(), MOST_READERS))
                .addMapping("/files/*");
        context.addServlet("gallery", new GalleryServlet(gateways.content().gallery(), access, largest, MOST_READERS))
                .addMapping("/media/gallery/*");
        context.addServlet("recordings", new RecordingServlet(gateways.calls().recordings(), access, MOST_READERS))
                .addMapping(RecordingServlet.ROOT + "/*");
        MediaAccess playlists = (request, share) -> viewer(
                shares,
                access.require(Credentials.of(request).opening(HlsServlet.path(share.id())), "shares:read", true),
                share);
        ServletRegistration.Dynamic hls = context.addServlet(
                "hls", new HlsServlet(gateways.convergence().shares(), playlists, HlsStream.PATIENCE));
        hls.setAsyncSupported(true);
        hls.addMapping("/hls/*");
        context.addServlet("whep", new WhepServlet(gateways.convergence().shares(), viewers))
                .addMapping("/whep/*");
        context.addServlet(
                        "whip",
                        new WhipServlet(
                                gateways.pages(),
                                request -> access.require(Credentials.of(request), "calls:write", false)))
                .addMapping("/whip", "/whip/*");
    }

    private static Optional<String> viewer(ShareAccess shares, Caller caller, Share share) {
        return shares.maySee(caller, share) ? Optional.of(ShareAccess.viewer(caller)) : Optional.empty();
    }

    private static List<Health.Check> checks(Foundation foundation, SipSide sip, Gateways gateways, Opening opening) {
        List<Health.Check> checks =
                new ArrayList<>(Components.checks(gateways.messages().streams()));
        checks.addAll(List.of(
                new Health.Check(
                        "database",
                        () -> foundation.database().isUp()
                                ? Health.State.up("answers")
                                : Health.State.down("does not answer")),
                new Health.Check(
                        "sip",
                        () -> sip.stack().isReady()
                                ? Health.State.up(sip.stack().interfaces().size() + " interfaces")
                                : Health.State.down(opening.obstacle())),
                new Health.Check(
                        "transcoder",
                        () -> TranscoderService.health(gateways.transcoder().status()))));
        gateways.content().check().ifPresent(checks::add);
        return checks;
    }

    private static Map<String, String> portalUsers(Accounts accounts) {
        Map<String, String> users = new HashMap<>();
        for (String name : List.of("admin", "alice", "bob")) {
            Optional<String> password = accounts.password(name);
            password.ifPresent(p -> users.put(name, p));
        }
        return users;
    }
}
