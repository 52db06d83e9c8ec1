package org.tombolo.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** sipp with a scenario from {@code src/test/resources/sipp}. Ends when its calls are done. */
public final class Sipp implements AutoCloseable {
    private static final Pattern ENTRY = Pattern.compile("(?m)^-{20,}.*\\n(?:UDP|TCP|TLS) message ");

    private final Path directory;
    private final PeerProcess process;

    private Sipp(Path directory, PeerProcess process) {
        this.directory = directory;
        this.process = process;
    }

    /** Prepares a run of a scenario, such as {@code message-uac.xml}, with its files in a directory of its own. */
    public static Builder scenario(String resource) throws IOException {
        try (InputStream in = Sipp.class.getResourceAsStream("/sipp/" + resource)) {
            if (in == null) {
                throw new IOException("no scenario sipp/" + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Builder(PeerProcess.directory("sipp"), text);
        }
    }

    /** Prepares a run of a scenario that is no file. */
    static Builder script(String scenario) throws IOException {
        return new Builder(PeerProcess.directory("sipp"), scenario);
    }

    /** What to run and how. */
    public static final class Builder {
        private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)(?::([^}]*))?\\}\\}");

        private final Path directory;
        private final String scenario;
        private final Map<String, String> values = new HashMap<>();
        private final List<String> command = new ArrayList<>(List.of("sipp"));
        private int calls = 1;

        private Builder(Path directory, String scenario) {
            this.directory = directory;
            this.scenario = scenario;
            add("-sf", directory.resolve("scenario.xml").toString(), "-nostdin", "-skip_rlimit");
            add("-trace_msg", "-message_file", directory.resolve("messages").toString());
            add("-trace_err", "-error_file", directory.resolve("errors").toString());
        }

        /** Sends to this address, such as {@code 127.0.0.1:5080}. */
        public Builder to(String hostAndPort) {
            return add(hostAndPort);
        }

        /** A value for <code>{{name}}</code> or <code>{{name:default}}</code> in the scenario. */
        public Builder with(String name, String value) {
            values.put(name, value);
            return this;
        }

        public Builder listen(String address, int port) {
            return add("-i", address, "-p", String.valueOf(port));
        }

        /** Over TCP, one connection for all calls. */
        public Builder tcp() {
            return add("-t", "t1");
        }

        /** Values for {@code [field0]}..., a line for each call, parted by semicolons. */
        public Builder lines(String... lines) throws IOException {
            Path csv = directory.resolve("lines.csv");
            Files.writeString(csv, "SEQUENTIAL\n" + String.join("\n", lines) + "\n");
            return add("-inf", csv.toString());
        }

        public Builder calls(int count) {
            calls = count;
            return this;
        }

        /** New calls in a second. */
        public Builder rate(int rate) {
            return add("-r", String.valueOf(rate));
        }

        /** Any other option of sipp. */
        public Builder add(String... options) {
            command.addAll(Arrays.asList(options));
            return this;
        }

        /** Starts it and returns, for a scenario that waits for somebody to call. */
        public Sipp start() throws IOException {
            add("-m", String.valueOf(calls));
            Files.writeString(directory.resolve("scenario.xml"), filledIn());
            return new Sipp(directory, PeerProcess.start(directory, Map.of("TERM", "dumb"), command));
        }

        private String filledIn() {
            return PLACE.matcher(scenario).replaceAll(place -> {
                String value = values.getOrDefault(place.group(1), place.group(2));
                if (value == null) {
                    throw new IllegalStateException("no value for {{" + place.group(1) + "}}");
                }
                return Matcher.quoteReplacement(value);
            });
        }

        /** Runs it to its end. */
        public Result run() throws IOException {
            try (Sipp sipp = start()) {
                return sipp.await(Duration.ofSeconds(60));
            }
        }
    }

    /** Waits until all calls are done. */
    public Result await(Duration most) throws IOException {
        int exit = process.awaitExit(most);
        return new Result(exit, messages(), errors());
    }

    /** The messages until now, sent and received, in order. */
    public List<String> messages() throws IOException {
        return Arrays.stream(ENTRY.split(read("messages")))
                .filter(s -> !s.isBlank())
                .map(String::strip)
                .toList();
    }

    private String errors() throws IOException {
        String errors = read("errors");
        return errors.isEmpty() && read("messages").isEmpty() ? process.output() : errors;
    }

    private String read(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * What came of it.
     *
     * @param exitCode 0 when every call went as the scenario says
     * @param messages each begins with {@code sent} or {@code received} and the length; then the message
     * @param errors what sipp says went wrong
     */
    public record Result(int exitCode, List<String> messages, String errors) {
        public boolean ok() {
            return exitCode == 0;
        }

        /** The messages that came in, as they were on the wire. */
        public List<String> received() {
            return messages.stream()
                    .filter(m -> m.startsWith("received"))
                    .map(m -> m.substring(m.indexOf('\n') + 1).strip())
                    .toList();
        }

        @Override
        public String toString() {
            return "exit code " + exitCode + "\n" + errors + "\n" + String.join("\n----\n", messages);
        }
    }
}
