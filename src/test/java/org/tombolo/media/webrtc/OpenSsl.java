package org.tombolo.media.webrtc;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tombolo.media.stun.Stun;
import org.tombolo.media.stun.StunKey;
import org.tombolo.media.stun.StunWriter;
import org.tombolo.peer.Ports;

/** {@code openssl s_client} with a certificate of its own, behind an ICE check from the same port. */
record OpenSsl(Path certificate, Path key, String fingerprint) {

    static OpenSsl create(Path folder) throws IOException, InterruptedException {
        Path certificate = folder.resolve("client.pem");
        Path key = folder.resolve("client.key");
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-subj",
                "/CN=client",
                "-days",
                "2",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString()));
        String printed =
                run(List.of("openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", certificate.toString()));
        return new OpenSsl(
                certificate, key, printed.substring(printed.indexOf('=') + 1).trim());
    }

    /** What it says of a handshake with a server that was told to expect that fingerprint. */
    String connect(Broadcast broadcast, String expected, String profiles) throws IOException, InterruptedException {
        String offer =
                WebRtcServerTest.offer().replaceAll("a=fingerprint:sha-256 \\S+", "a=fingerprint:sha-256 " + expected);
        WebRtcResult.Accepted accepted = (WebRtcResult.Accepted) broadcast.offer(offer, new WebRtcListener() {
            @Override
            public void connected(String how) {}

            @Override
            public void ended(String id, String why, String summary) {}
        });
        int port = Ports.free();
        check(broadcast.address(), port, accepted.answer());
        InetSocketAddress server = broadcast.address();
        return run(List.of(
                "openssl",
                "s_client",
                "-dtls1_2",
                "-connect",
                server.getHostString() + ":" + server.getPort(),
                "-bind",
                "127.0.0.1:" + port,
                "-cert",
                certificate.toString(),
                "-key",
                key.toString(),
                "-use_srtp",
                profiles));
    }

    private static void check(InetSocketAddress server, int port, String answer) throws IOException {
        byte[] check = new StunWriter(Stun.BINDING_REQUEST, new byte[12])
                .with(Stun.USERNAME, value(answer, "ice-ufrag") + ":PacT")
                .with(Stun.ICE_CONTROLLING, new byte[8])
                .with(Stun.USE_CANDIDATE, new byte[0])
                .signed(new StunKey(value(answer, "ice-pwd")))
                .finish();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", port))) {
            socket.setSoTimeout(5000);
            socket.send(new DatagramPacket(check, check.length, server));
            socket.receive(new DatagramPacket(new byte[1500], 1500));
        }
    }

    private static String value(String sdp, String name) {
        Matcher found = Pattern.compile("a=" + name + ":(\\S+)").matcher(sdp);
        if (!found.find()) {
            throw new IllegalArgumentException("no " + name);
        }
        return found.group(1);
    }

    /** Runs a command without input until it ends; s_client ends when its input does. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        // A handshake that neither ends nor fails would be waited for without end.
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).thenAccept(Process::destroyForcibly);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
