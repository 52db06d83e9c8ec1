import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Starts the endpoint in a process of its own, loads it by the peer in this one, and prints the table. */
public final class Chat {
    private static final int GOAL_BYTES = 10 * 1024;
    private static final int GOAL_RATE = 5000;

    private final int sessions;
    private final int seconds;
    private final String classPath;

    private Chat(int sessions, int seconds, String classPath) {
        this.sessions = sessions;
        this.seconds = seconds;
        this.classPath = classPath;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Chat chat = new Chat(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), arguments[2]);
        chat.run("each on a connection of its own", 1);
        chat.run("a hundred on each connection", 100);
    }

    private void run(String title, int shared) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("java", "-Xmx1g", "-XX:+UseG1GC", "-cp", classPath, "Endpoint")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = process.inputReader();
                Writer commands = process.outputWriter()) {
            long[] before = memory(ask(commands, answers, "memory"));
            List<String> paths = paths(commands, answers);
            Load load = new Load(paths, shared);
            load.open();
            long[] idle = memory(ask(commands, answers, "memory"));
            System.out.printf("%,d sessions, %s%n", sessions, title);
            row("heap of an idle session, bytes", (idle[0] - before[0]) / sessions, GOAL_BYTES, true);
            row("memory of the process for an idle session, bytes", (idle[1] - before[1]) / sessions, GOAL_BYTES, true);
            load.run(seconds / 3);
            Load.Result result = load.run(seconds);
            row("messages in and out, a second", (result.in() + result.out()) / seconds, GOAL_RATE, false);
            System.out.printf("  %-52s %,12d%n", "  of them to the endpoint, answered 200", result.in() / seconds);
            System.out.printf("  %-52s %,12d%n", "  of them from the endpoint", result.out() / seconds);
            System.out.printf("  %-52s %,12d   (goal: 0)%n", "messages refused or lost", result.wrong());
            System.out.printf("  %-52s %12s%n", "time of a 200, p50 and p99, ms", result.times());
            String[] cpu = ask(commands, answers, "cpu").split(" ");
            System.out.printf(
                    "  %-52s %,12d%n",
                    "processor for a message, us",
                    Long.parseLong(cpu[0]) / 1000 / Math.max(1, Long.parseLong(cpu[1])));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static void row(String what, long value, long goal, boolean most) {
        System.out.printf("  %-52s %,12d   (goal: %s %,d)%n", what, value, most ? "at most" : "at least", goal);
    }

    private List<String> paths(Writer commands, BufferedReader answers) throws IOException {
        List<String> paths = new ArrayList<>();
        commands.write("open " + sessions + "\n");
        commands.flush();
        for (int i = 0; i < sessions; i++) {
            paths.add(answers.readLine());
        }
        return paths;
    }

    private static String ask(Writer commands, BufferedReader answers, String command) throws IOException {
        commands.write(command + "\n");
        commands.flush();
        return answers.readLine();
    }

    private static long[] memory(String answer) {
        String[] parts = answer.split(" ");
        return new long[] {Long.parseLong(parts[0]), Long.parseLong(parts[1])};
    }
}
