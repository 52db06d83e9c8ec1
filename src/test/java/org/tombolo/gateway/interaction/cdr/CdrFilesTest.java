package org.tombolo.gateway.interaction.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tombolo.gateway.interaction.Call;
import org.tombolo.gateway.interaction.CallEnd;
import org.tombolo.gateway.interaction.CallId;
import org.tombolo.gateway.interaction.CallState;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.RecordingResult;
import org.tombolo.gateway.interaction.event.CloudEvents;
import org.tombolo.gateway.interaction.event.EventStore;
import org.tombolo.gateway.interaction.event.TestStore;
import org.tombolo.trace.SessionId;

class CdrFilesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");

    @TempDir
    private Path folder;

    private final TestStore store = TestStore.inMemory();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        executor.shutdownNow();
        store.close();
    }

    @Test
    void eachCallIsOneLineInBothFilesOfItsDay() throws Exception {
        end("session-0001", "+15550002", NOON.plusSeconds(75));
        end("session-0002", "sip:bob@ims.localhost", NOON.plusSeconds(75));
        CdrFiles files = files();
        files.append();
        files.append();
        end("session-0003", "+15550002", NOON.plus(Duration.ofDays(1)));
        files.append();
        assertThat(Files.readAllLines(folder.resolve("cdr/cdr-2026-01-01.jsonl")))
                .hasSize(2)
                .first()
                .asString()
                .isEqualTo(
                        "{\"callId\":\"call_session-0001\",\"owner\":\"client:demo\",\"caller\":\"+15550001\","
                                + "\"callee\":\"+15550002\",\"createdAt\":\"2026-01-01T12:00:00.123Z\","
                                + "\"connectedAt\":\"2026-01-01T12:00:15.123Z\",\"endedAt\":\"2026-01-01T12:01:15.123Z\","
                                + "\"seconds\":60,\"state\":\"disconnected\",\"reason\":\"hangUp\",\"detail\":\"endedByClient\"}");
        assertThat(Files.readString(folder.resolve("cdr/cdr-2026-01-01.csv")))
                .startsWith(CdrFormat.HEADER + "\r\ncall_session-0001,client:demo,+15550001,+15550002,")
                .endsWith("disconnected,hangUp,endedByClient\r\n");
        assertThat(Files.readAllLines(folder.resolve("cdr/cdr-2026-01-02.csv"))).hasSize(2);
    }

    @Test
    void whatCannotBeWrittenWaits() throws Exception {
        Files.writeString(folder.resolve("cdr"), "a file where the folder should be");
        end("session-0001", "+15550002", NOON);
        CdrFiles files = files();
        files.append();
        assertThat(store.cdrs.unexported(10)).hasSize(1);
        assertThat(store.cdrs.forget(NOON.plusSeconds(1))).isZero();
        Files.delete(folder.resolve("cdr"));
        files.close();
        assertThat(store.cdrs.unexported(10)).isEmpty();
        assertThat(store.cdrs.forget(NOON.plusSeconds(1))).isEqualTo(1);
    }

    @Test
    void rfc4180_2_aFieldWithAQuoteOrACommaIsQuoted() {
        Cdr cdr = new Cdr("c", "web:a,\"b\"", "+1", "+2", NOON, Optional.empty(), NOON, 0, "failed", "other", "x");
        assertThat(CdrFormat.csv(cdr)).startsWith("c,\"web:a,\"\"b\"\"\",+1,+2,2026-01-01T12:00:00.123Z,,");
    }

    @Test
    void recordsAreListedByOwnerAndTimeAndSummedUp() {
        end("session-0001", "+15550002", NOON.plusSeconds(75));
        end("session-0002", "+15550002", NOON.plusSeconds(135));
        var all = new CdrStore.Filter(Optional.of("client:demo"), Optional.empty(), Optional.empty());
        List<CdrStore.Placed> first = store.cdrs.list(all, 0, 1);
        assertThat(store.cdrs.list(all, first.get(0).position(), 10))
                .extracting(p -> p.cdr().callId())
                .containsExactly("call_session-0002");
        var late = new CdrStore.Filter(Optional.empty(), Optional.of(NOON.plusSeconds(100)), Optional.empty());
        assertThat(store.cdrs.list(late, 0, 10)).hasSize(1);
        var others = new CdrStore.Filter(Optional.of("client:x"), Optional.empty(), Optional.empty());
        assertThat(store.cdrs.list(others, 0, 10)).isEmpty();
        assertThat(store.cdrs.seconds("client:demo", NOON)).isEqualTo(180);
        assertThat(store.cdrs.seconds("client:demo", NOON.plusSeconds(100))).isEqualTo(120);
    }

    private CdrFiles files() {
        return new CdrFiles(store.cdrs, folder.resolve("cdr"), Duration.ofDays(90), Clock.systemUTC(), executor);
    }

    private void end(String session, String callee, Instant at) {
        Call connected = new Call(
                new CallId(new SessionId(session)),
                PartyAddress.parse("+15550001").orElseThrow(),
                PartyAddress.parse(callee).orElseThrow(),
                "client:demo",
                4,
                CallState.CONNECTED,
                Optional.empty(),
                NOON,
                NOON,
                Optional.of(NOON.plusSeconds(15)),
                RecordingResult.NONE);
        Call ended = connected.ended(CallEnd.BY_CLIENT, at);
        store.calls.write(
                List.of(new EventStore.Entry(ended, new CloudEvents("https://t.example").of(ended), Optional.empty())),
                List.of());
    }
}
