package org.tombolo.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What goes over loopback, decoded by Wireshark's dissectors. Needs the right to capture. */
public final class Tshark implements AutoCloseable {
    private final Path file;
    private final PeerProcess process;

    private Tshark(Path file, PeerProcess process) {
        this.file = file;
        this.process = process;
    }

    /**
     * Starts to capture.
     *
     * @param filter a capture filter, such as {@code udp port 5060}
     */
    public static Tshark capture(String filter) throws IOException {
        Path directory = PeerProcess.directory("tshark");
        Path file = directory.resolve("capture.pcapng");
        PeerProcess process = PeerProcess.start(
                directory, Map.of(), List.of("dumpcap", "-i", "lo", "-f", filter, "-w", file.toString()));
        process.awaitOutput("File: ", Duration.ofSeconds(20));
        if (!process.alive()) {
            throw new IOException("cannot capture: " + process.output());
        }
        return new Tshark(file, process);
    }

    /** Waits until a packet that passes a filter is in the file: the last ones come late, or never once the capture has ended. */
    public void await(String display, List<String> options) {
        Awaitility.await(display + " in " + file).until(() -> {
            try {
                return !fields(display, options, "frame.number").isEmpty();
            } catch (IOException e) {
                // a packet that is half written
                return false;
            }
        });
    }

    /** Ends the capture. */
    @Override
    public void close() {
        process.close();
    }

    /**
     * Values of some fields of the packets that pass a filter.
     *
     * @param display a display filter, such as {@code sip.Method == "MESSAGE"}
     * @param options further options, such as {@code -d udp.port==5080,sip}
     * @return a line for each packet, the fields parted by tabs
     */
    public List<String> fields(String display, List<String> options, String... fields) throws IOException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString(), "-Y", display, "-T", "fields"));
        command.addAll(options);
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        try (PeerProcess reader = PeerProcess.start(file.getParent(), Map.of(), command)) {
            if (reader.awaitExit(Duration.ofSeconds(60)) != 0 || !Files.exists(file)) {
                throw new IOException(reader.output());
            }
            return reader.output()
                    .lines()
                    .filter(l -> !l.startsWith("Running as user"))
                    .toList();
        }
    }
}
