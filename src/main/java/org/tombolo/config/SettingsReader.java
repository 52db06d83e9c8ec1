package org.tombolo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads settings: the defaults, then a file ({@code TOMBOLO_CONFIG}), then {@code -D}, then the environment; the last one wins. */
public final class SettingsReader {
    private static final Pattern PORT_RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern SIP_URI = Pattern.compile("sips?:[^\\s<>\"]{1,255}");
    private static final Pattern MSRP_URIS = Pattern.compile("msrps?://[!-:<-~]+;tcp( msrps?://[!-:<-~]+;tcp){0,7}");
    private static final Pattern HTTP_URL = Pattern.compile("https?://[^\\s/?#]+(/[^\\s?#]*)?");
    private static final Pattern WEBSOCKET_URL = Pattern.compile("wss?://[^\\s/?#;,'\"]+(/[^\\s?#]*)?");
    private static final Pattern RTMP_URL = Pattern.compile("rtmps?://[^\\s/?#]{1,300}/[^\\s?#]{1,200}");
    private static final Pattern BOSH_URL = Pattern.compile("https?://[^\\s/?#;,'\"]+(/[^\\s?#]*)?");
    private static final Pattern ORIGIN = Pattern.compile("(https?://[^\\s/?#;,'\"]+).*");
    private static final Pattern ISSUER =
            Pattern.compile("(https://[^\\s?#]{1,500}|http://(localhost|127\\.0\\.0\\.1)(:\\d{1,5})?(/[^\\s?#]*)?)");
    private static final Pattern RULES = Pattern.compile("[^\\s?#]*\\{user}[^\\s?#]*");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final String OMA_RULES = "org.openmobilealliance.pres-rules/users/{user}/pres-rules";
    private static final Pattern PREFIX = Pattern.compile("\\+[1-9][0-9]{0,14}");
    private static final Pattern SHORT = Pattern.compile("[0-9]{2,6}");
    private static final int MEGABYTE = 20;
    private static final int MOST_MEGABYTES = 100_000_000;
    private static final Pattern SOURCE = Pattern.compile("https?://[A-Za-z0-9.\\-\\[\\]:]+/(?:[!-~]*/)?");
    private static final Pattern SERVICE_URL = Pattern.compile("https?://[^\\s/?#]+/?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern SERVICE = Pattern.compile("cs-voice|gsma-vs|video|\\*");
    private static final Pattern SUBSCRIBER =
            Pattern.compile("\\*|sip:[^\\s<>@]+@[A-Za-z0-9.-]+|tel:\\+[0-9]{1,15}|[A-Za-z0-9.-]+");
    private static final Pattern H2_URL = Pattern.compile("jdbc:h2:.+");

    private final SettingValues values;

    private SettingsReader(SettingValues values) {
        this.values = values;
    }

    /**
     * Reads and checks all settings.
     *
     * @param system system properties
     * @param environment environment variables
     * @throws InvalidSettingException at the first wrong value
     */
    public static Settings read(Properties system, Map<String, String> environment) throws InvalidSettingException {
        return new SettingsReader(new SettingValues(new SettingSources(system, environment).merged())).settings();
    }

    private Settings settings() throws InvalidSettingException {
        Path data = values.path("data");
        List<Settings.Xmpp> components = new XmppComponents(values).read();
        Settings settings = new Settings(
                data,
                network(),
                tls(),
                sip(),
                components,
                chat(),
                media(),
                msrp(),
                files(),
                s3(),
                gallery(),
                pushes(),
                rooms(components),
                store(data),
                messages(),
                presence(),
                calls(),
                guard(),
                oidc());
        checkPortsDiffer("sip.port", "sips.port", "http.port", "https.port", "msrp.port", "msrps.port");
        return settings;
    }

    private Settings.Network network() throws InvalidSettingException {
        String bind = values.host("bind");
        String publicHost = values.text("public.host").isEmpty() ? bind : values.host("public.host");
        int http = values.number("http.port", 0, 65535);
        int https = values.number("https.port", 0, 65535);
        Optional<String> url = values.text("public.url", HTTP_URL, "an http(s) URL without a query");
        return new Settings.Network(bind, publicHost, url.map(given -> given.replaceAll("/+$", "")), http, https);
    }

    private Optional<Settings.Tls> tls() throws InvalidSettingException {
        Optional<Path> certificate = values.file("tls.certificate");
        Optional<Path> key = values.file("tls.key");
        if (certificate.isPresent() != key.isPresent()) {
            throw values.wrong(
                    certificate.isPresent() ? "tls.key" : "tls.certificate", "given when the other of the pair is");
        }
        Optional<Path> ca = values.file("tls.ca");
        return certificate.map(c -> new Settings.Tls(c, key.orElseThrow(), ca));
    }

    private Settings.Sip sip() throws InvalidSettingException {
        return new Settings.Sip(
                values.number("sip.port", 1, 65535),
                values.number("sips.port", 1, 65535),
                values.host("ims.domain"),
                values.text("sip.outbound.proxy", SIP_URI, "a SIP URI such as sip:10.0.0.4:5060"),
                Set.copyOf(new LinkedHashSet<>(values.hosts("sip.trusted.peers"))),
                values.domains("sip.domains"));
    }

    // What is not given is the Prosody of deploy/run.sh.
    private Settings.Chat chat() throws InvalidSettingException {
        String domain = values.text("chat.domain").isEmpty()
                ? "web." + values.host("xmpp.server.domain")
                : values.host("chat.domain");
        String server = values.host("xmpp.host") + ":" + values.number("xmpp.http.port", 1, 65535);
        String websocket = values.text("chat.websocket.url", WEBSOCKET_URL, "a ws(s) URL without a query")
                .orElse("ws://" + server + "/xmpp-websocket");
        String bosh = values.text("chat.bosh.url", BOSH_URL, "an http(s) URL without a query")
                .orElse("http://" + server + "/http-bind");
        String uploads =
                values.text("chat.upload.origin", ORIGIN, "an http(s) URL").orElse(bosh);
        return new Settings.Chat(
                domain, websocket, bosh, ORIGIN.matcher(uploads).replaceFirst("$1"));
    }

    private Settings.Media media() throws InvalidSettingException {
        Matcher range = PORT_RANGE.matcher(values.text("rtp.ports"));
        if (!range.matches()) {
            throw values.wrong("rtp.ports", "FIRST-LAST, such as 20000-29999");
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        if (first < 1024 || last > 65535 || last - first < 3 || first % 2 != 0) {
            throw values.wrong(
                    "rtp.ports", "FIRST-LAST of at least four ports from 1024 to 65535, FIRST even (RFC 3550 11)");
        }
        return new Settings.Media(
                first,
                last,
                values.duration("share.silence", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                values.number("webrtc.port", 1, 65535),
                values.number("webrtc.viewers", 1, 100_000),
                values.number("browser.calls", 0, 100_000),
                rewind(),
                rtsp(),
                values.text("rtmp.push", RTMP_URL, "rtmp://HOST[:PORT]/APPLICATION or rtmps://..."),
                values.number("rtmp.pushes", 1, 1000),
                transcoder());
    }

    private Settings.Transcoder transcoder() throws InvalidSettingException {
        Optional<Path> jar = values.file("transcoder", "tombolo-transcoder.jar");
        return new Settings.Transcoder(
                jar.map(Path::toAbsolutePath).map(Path::getParent),
                values.number("transcoder.videos", 0, 1000),
                values.number("transcoder.sounds", 0, 1000),
                values.number("transcoder.memory", 128, 65_536));
    }

    private Settings.Rtsp rtsp() throws InvalidSettingException {
        int rtp = values.number("rtsp.rtp.port", 1024, 65534);
        if (rtp % 2 != 0) {
            throw values.wrong("rtsp.rtp.port", "an even port (RFC 3550 11)");
        }
        return new Settings.Rtsp(values.number("rtsp.port", 1, 65535), rtp, values.number("rtsp.sessions", 1, 10_000));
    }

    private Settings.Rewind rewind() throws InvalidSettingException {
        int most = values.number("rewind.max", 1, MOST_MEGABYTES);
        return new Settings.Rewind(
                values.duration("rewind.length", Duration.ofSeconds(12), Duration.ofHours(12)),
                (long) most << MEGABYTE,
                (long) values.number("rewind.total", most, MOST_MEGABYTES) << MEGABYTE);
    }

    private Settings.Files files() throws InvalidSettingException {
        long most = values.number("file.max", 1, MOST_MEGABYTES);
        return new Settings.Files(
                most << MEGABYTE,
                (long) values.number("files.total", (int) most, MOST_MEGABYTES) << MEGABYTE,
                values.duration("file.expiry", Duration.ofSeconds(10), Duration.ofDays(365)),
                values.number("file.transfers", 1, 10_000),
                values.duration("file.resume", Duration.ZERO, Duration.ofDays(1)),
                values.list(
                        "file.sources",
                        SOURCE,
                        "URLs such as https://upload.example.org/, each with a slash at its end"));
    }

    private Optional<Settings.S3> s3() throws InvalidSettingException {
        Optional<String> url =
                values.text("s3.url", SERVICE_URL, "an http(s) URL of a host, such as https://s3.example.org/");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> bucket = values.text("s3.bucket", BUCKET, "the name of a bucket");
        return Optional.of(new Settings.S3(
                url.get().endsWith("/") ? url.get() : url.get() + "/",
                values.text("s3.region"),
                bucket.orElseThrow(() -> values.wrong("s3.bucket", "given when tombolo.s3.url is")),
                values.text("s3.access.key"),
                values.text("s3.secret")));
    }

    private Settings.Pushes pushes() throws InvalidSettingException {
        return new Settings.Pushes(
                values.number("push.limit", 0, 1_000_000),
                values.duration("push.expiry", Duration.ofSeconds(1), Duration.ofDays(30)),
                values.duration("push.link", Duration.ofSeconds(0), Duration.ofDays(365)));
    }

    private Settings.Gallery gallery() throws InvalidSettingException {
        return new Settings.Gallery(
                (long) values.number("gallery.quota", 1, MOST_MEGABYTES) << MEGABYTE,
                values.duration("gallery.expiry", Duration.ofSeconds(10), Duration.ofDays(3650)),
                values.list("recording.subscribers", SUBSCRIBER, "SIP addresses, tel: numbers and domains, or *"),
                values.list("recording.services", SERVICE, "cs-voice, gsma-vs and video, or *"),
                values.number("recording.max", 1, 1000),
                values.duration("recording.longest", Duration.ofSeconds(10), Duration.ofHours(24)));
    }

    private Settings.Rooms rooms(List<Settings.Xmpp> components) throws InvalidSettingException {
        List<String> domains = values.domains("rooms.domains");
        List<String> usual = components.stream()
                .map(Settings.Xmpp::serverDomain)
                .flatMap(server -> Stream.of("rooms." + server, "conference." + server))
                .toList();
        return new Settings.Rooms(domains.isEmpty() ? usual : domains, values.number("rooms.history", 0, 1000));
    }

    private Settings.Msrp msrp() throws InvalidSettingException {
        Optional<String> relay = values.text(
                "msrp.relay", MSRP_URIS, "MSRP URIs parted by spaces, such as msrps://relay.example.org:2855;tcp");
        String user = values.text("msrp.relay.user");
        if (relay.isPresent() && (user.isEmpty() || user.indexOf('"') >= 0)) {
            throw values.wrong("msrp.relay.user", "given, without quotation marks, when tombolo.msrp.relay is");
        }
        return new Settings.Msrp(
                values.number("msrp.port", 1, 65535),
                values.number("msrps.port", 1, 65535),
                values.number("msrp.sessions", 1, 1_000_000),
                values.duration("chat.idle", Duration.ofSeconds(10), Duration.ofHours(24)),
                values.duration("chat.ring.timeout", Duration.ofSeconds(1), Duration.ofMinutes(3)),
                relay.map(uris -> new Settings.MsrpRelay(uris, user, values.text("msrp.relay.password"))));
    }

    private Settings.Store store(Path data) throws InvalidSettingException {
        Optional<String> url = values.text("db.url", H2_URL, "a JDBC URL that starts with jdbc:h2:");
        // WRITE_DELAY=0: with H2's default a hard stop loses commits that it has answered.
        String ours = "jdbc:h2:file:" + data.toAbsolutePath().normalize().resolve("tombolo")
                + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        return new Settings.Store(url.orElse(ours), values.text("db.user"), values.text("db.password"));
    }

    private Settings.Messages messages() throws InvalidSettingException {
        return new Settings.Messages(
                values.number("outbox.limit", 0, 10_000_000),
                values.duration("outbox.expiry", Duration.ofSeconds(1), Duration.ofDays(365)),
                values.duration("outbox.retry", Duration.ofMillis(100), Duration.ofHours(1)),
                values.duration("message.hold", Duration.ZERO, Duration.ofSeconds(10)),
                values.oneOf("message.type", "normal", "chat"),
                values.duration("message.history", Duration.ofSeconds(1), Duration.ofDays(3650)),
                values.number("message.history.limit", 0, 100_000_000));
    }

    private Settings.Presence presence() throws InvalidSettingException {
        return new Settings.Presence(
                values.number("presence.limit", 0, 10_000_000),
                values.number("presence.user.limit", 1, 100_000),
                values.text("presence.xcap.root", HTTP_URL, "an http: or https: URL without a query")
                        .map(root -> root.replaceAll("/+$", "")),
                values.text("presence.rules.document", RULES, "a path with {user}")
                        .orElse(OMA_RULES),
                values.duration("presence.rules.age", Duration.ofSeconds(1), Duration.ofHours(1)),
                values.oneOf("presence.unlisted", "allow", "confirm"),
                values.text("presence.list.user", USER, "letters, digits, '.', '-' and '_'")
                        .orElse("rls"));
    }

    private Settings.Calls calls() throws InvalidSettingException {
        return new Settings.Calls(
                values.duration("call.ring.timeout", Duration.ofSeconds(1), Duration.ofMinutes(10)),
                values.duration("call.longest", Duration.ofSeconds(10), Duration.ofHours(24)),
                values.number("call.jingle.most", 0, 100_000),
                values.duration("call.silence", Duration.ofSeconds(5), Duration.ofHours(1)),
                values.oneOf("call.recording", "on", "off").equals("on"),
                values.oneOf("call.recording.tone", "on", "off").equals("on"),
                values.duration("call.recording.expiry", Duration.ofMinutes(1), Duration.ofDays(3650)),
                values.hosts("sink.allow"),
                values.file("sink.ca"));
    }

    private Settings.Guard guard() throws InvalidSettingException {
        return new Settings.Guard(
                values.list("call.allow", PREFIX, "number prefixes such as +49"),
                values.list("call.deny", PREFIX, "number prefixes such as +49"),
                values.list("call.premium", PREFIX, "number prefixes such as +1900"),
                values.list("call.emergency", SHORT, "short numbers such as 112"),
                values.number("call.client.active", 0, 1_000_000),
                values.number("call.client.per.minute", 0, 1_000_000),
                values.number("call.client.per.day", 0, 100_000_000),
                values.number("call.client.minutes.per.day", 0, 10_000_000),
                values.number("call.pair.per.hour", 0, 10_000),
                values.number("cdr.days", 1, 3650));
    }

    // A provider on this machine may be reached without TLS: for tests.
    private Optional<Settings.Oidc> oidc() throws InvalidSettingException {
        Optional<String> issuer = values.text("oidc.issuer", ISSUER, "an https URL, or an http URL of this machine");
        return issuer.map(i -> new Settings.Oidc(i, values.text("oidc.audience")));
    }

    private void checkPortsDiffer(String... keys) throws InvalidSettingException {
        Map<String, String> users = new HashMap<>();
        for (String key : keys) {
            String other = values.text(key).equals("0") ? null : users.putIfAbsent(values.text(key), key);
            if (other != null) {
                throw values.wrong(key, "another port than that of tombolo." + other);
            }
        }
    }
}
