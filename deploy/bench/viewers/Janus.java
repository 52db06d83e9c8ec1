import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.tombolo.media.webrtc.dtls.DtlsIdentity;

/** Janus with one mountpoint of its streaming plugin, which the same simulated viewers watch. */
final class Janus implements AutoCloseable {
    static final int RTP = 33620;
    private static final int HTTP = 33621;
    private static final String BASE = "http://127.0.0.1:" + HTTP + "/janus";

    private final DtlsIdentity identity = DtlsIdentity.create(new SecureRandom(), Instant.now());
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Viewer> viewers;
    private final Process process;

    /** @param viewers whom somebody reads for */
    Janus(Path folder, List<Viewer> viewers) throws IOException, InterruptedException {
        this.viewers = viewers;
        Path settings = Files.createDirectories(folder.resolve("janus"));
        Files.writeString(
                settings.resolve("janus.jcfg"),
                "general: { session_timeout = 0, debug_level = 2 }\n"
                        + "media: { rtp_port_range = \"34000-37999\" }\n"
                        + "nat: { ignore_mdns = true }\n"
                        + "plugins: { disable = \"libjanus_sip.so,libjanus_nosip.so\" }\n"
                        + "transports: { disable = \"libjanus_websockets.so,libjanus_pfunix.so,libjanus_nanomsg.so,libjanus_mqtt.so,libjanus_rabbitmq.so\" }\n");
        Files.writeString(
                settings.resolve("janus.transport.http.jcfg"),
                "general: { json = \"plain\", base_path = \"/janus\", http = true, port = " + HTTP
                        + ", ip = \"127.0.0.1\" }\nadmin: { admin_http = false }\n");
        Files.writeString(
                settings.resolve("janus.plugin.streaming.jcfg"),
                "share: { type = \"rtp\", id = 1, description = \"share\", media = ( { type = \"video\", mid = \"v\", label = \"v\", port = "
                        + RTP + ", pt = 96, codec = \"h264\", fmtp = \"profile-level-id=42e01f;packetization-mode=1\" } ) }\n");
        process = new ProcessBuilder("janus", "-F", settings.toString(), "-L", folder.resolve("janus.log").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        for (int i = 0; i < 100 && !answers(); i++) {
            Thread.sleep(100);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return ask("/info", null).has("janus");
        } catch (IOException e) {
            return false;
        }
    }

    Process process() {
        return process;
    }

    void admit(Viewer viewer) throws Exception {
        String session = "/" + ask("", Map.of("janus", "create", "transaction", "t")).at("/data/id").asText();
        String handle = session + "/"
                + ask(session, Map.of("janus", "attach", "plugin", "janus.plugin.streaming", "transaction", "t"))
                        .at("/data/id")
                        .asText();
        ask(handle, Map.of("janus", "message", "transaction", "t", "body", Map.of("request", "watch", "id", 1)));
        String offer = offer(session);
        viewer.remote(offer);
        ask(handle, Map.of("janus", "message", "transaction", "t", "body", Map.of("request", "start"),
                "jsep", Map.of("type", "answer", "sdp", answer(offer, viewer.host(), viewer.port()))));
        viewers.add(viewer);
        viewer.connect(identity);
    }

    private String offer(String session) throws IOException, InterruptedException {
        for (int i = 0; i < 20; i++) {
            JsonNode event = ask(session + "?maxev=1", null);
            String sdp = event.at("/jsep/sdp").asText();
            if (!sdp.isEmpty()) {
                return sdp;
            }
        }
        throw new IOException("Janus makes no offer");
    }

    private String answer(String offer, String host, int port) {
        String type = offer.replaceAll("(?s).*m=video \\d+ \\S+ (\\d+).*", "$1");
        String mid = Viewer.value(offer, "mid");
        return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE " + mid + "\r\n"
                + "m=video 9 UDP/TLS/RTP/SAVPF " + type + "\r\nc=IN IP4 127.0.0.1\r\na=mid:" + mid
                + "\r\na=recvonly\r\na=rtcp-mux\r\na=setup:active\r\n"
                + Viewers.credentials("a=fingerprint:sha-256 " + identity.fingerprint())
                + "a=rtpmap:" + type + " H264/90000\r\n"
                + "a=candidate:1 1 udp 2130706431 " + host + " " + port + " typ host\r\na=end-of-candidates\r\n";
    }

    private JsonNode ask(String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(BASE + path));
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)));
        }
        return json.readTree(
                http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
