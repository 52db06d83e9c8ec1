import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks for calls at a steady rate, each between two numbers of its own: {@code Driver URL TOKEN RATE COUNT FIRST}. Prints
 * {@code NUMBER NANOSECONDS} of each caller as its request goes out, and fails when a call is refused.
 */
final class Driver {
    private static final int CONNECTIONS = 64;
    private static final long FIRST_NUMBER = 15_550_000_000L;

    private Driver() {}

    public static void main(String[] arguments) throws Exception {
        String url = arguments[0];
        double rate = Double.parseDouble(arguments[2]);
        int count = Integer.parseInt(arguments[3]);
        long first = FIRST_NUMBER + 2L * Integer.parseInt(arguments[4]);
        System.setProperty("http.maxConnections", Integer.toString(CONNECTIONS));
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        AtomicInteger answered = new AtomicInteger();
        AtomicReference<String> refused = new AtomicReference<>("");
        StringBuilder sent = new StringBuilder();
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = begin + (long) (i * 1e9 / rate);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            String caller = "+" + (first + 2L * i);
            String body = "{\"caller\":\"" + caller + "\",\"callee\":\"+" + (first + 2L * i + 1) + "\"}";
            sent.append(caller).append(' ').append(micros()).append('\n');
            connections.execute(() -> {
                String error = begin(url, arguments[1], body);
                if (!error.isEmpty()) {
                    refused.compareAndSet("", error);
                }
                answered.incrementAndGet();
            });
        }
        while (answered.get() < count && System.nanoTime() - begin < (long) (count / rate * 1e9) + 30_000_000_000L) {
            LockSupport.parkNanos(10_000_000);
        }
        System.out.print(sent);
        System.err.printf("%d answered in %.1f s%n", answered.get(), (System.nanoTime() - begin) / 1e9);
        if (answered.get() < count || !refused.get().isEmpty()) {
            System.err.println("not all calls began: " + refused.get());
            System.exit(1);
        }
        System.exit(0);
    }

    // Plain blocking requests: what asks for calls takes little of the processors that it shares with what makes them.
    private static String begin(String url, String token, String body) {
        try {
            HttpURLConnection request =
                    (HttpURLConnection) URI.create(url + "/api/v1/calls").toURL().openConnection();
            request.setRequestProperty("Authorization", "Bearer " + token);
            request.setRequestProperty("Content-Type", "application/json");
            request.setDoOutput(true);
            request.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            boolean created = request.getResponseCode() == 201;
            try (InputStream answer = created ? request.getInputStream() : request.getErrorStream()) {
                String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
                return created ? "" : text;
            }
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The time of day, as sipp's log has it. */
    private static long micros() {
        java.time.Instant now = java.time.Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
