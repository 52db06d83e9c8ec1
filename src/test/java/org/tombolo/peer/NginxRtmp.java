package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx with its RTMP module (Debian's libnginx-mod-rtmp), with one application, {@code live}. */
public final class NginxRtmp implements AutoCloseable {
    private static final String CONFIGURATION = """
            load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log stderr info;
            events {}
            rtmp {
                server {
                    listen 127.0.0.1:PORT;
                    application live {
                        live on;
                    }
                }
            }
            """;

    private final int port = Ports.free();
    private final ServerProcess process;

    private NginxRtmp() throws IOException {
        Path directory = PeerProcess.directory("nginx");
        Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.replace("PORT", String.valueOf(port)));
        process = new ServerProcess(
                directory,
                List.of("/usr/sbin/nginx", "-p", directory + "/", "-c", "nginx.conf", "-e", "stderr"),
                Map.of(),
                port);
    }

    public static NginxRtmp start() throws IOException {
        NginxRtmp server = new NginxRtmp();
        server.process.start();
        return server;
    }

    /** Its application. */
    public String url() {
        return "rtmp://127.0.0.1:" + port + "/live";
    }

    /** Ends it as a crash does; {@link #restart} brings it back. */
    public void kill() {
        process.kill();
    }

    public void restart() throws IOException {
        process.start();
    }

    @Override
    public void close() {
        process.stop();
    }
}
