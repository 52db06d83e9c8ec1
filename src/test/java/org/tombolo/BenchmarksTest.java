package org.tombolo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs of {@code deploy/bench} are built when a benchmark runs, which is seldom: they have to fit all the time. */
class BenchmarksTest {
    /** What others take programs from. */
    private static final String SHARED = "deploy/bench/remux";

    static List<Path> programs() throws IOException {
        try (Stream<Path> benchmarks = Files.list(Path.of("deploy/bench"))) {
            return benchmarks.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void compiles(Path folder, @TempDir Path classes) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (Stream<Path> sources = Files.list(folder);
                var files = compiler.getStandardFileManager(null, null, null)) {
            List<Path> java = sources.filter(source -> source.toString().endsWith(".java"))
                    .toList();
            List<String> options = List.of(
                    "-proc:none", "-nowarn", "-implicit:class", "-sourcepath", SHARED, "-d", classes.toString());
            boolean done = java.isEmpty()
                    || compiler.getTask(errors, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
                            .call();
            assertThat(done).as(errors.toString()).isTrue();
        }
    }
}
