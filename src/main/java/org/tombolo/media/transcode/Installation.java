package org.tombolo.media.transcode;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the transcoder is, and what it may take.
 *
 * @param classPath jars and folders of classes
 * @param scratch folder of its own, for its native libraries and as its working directory; made when it is not there
 * @param megabytes of memory that it may write to, its Java heap among them
 */
public record Installation(List<Path> classPath, Path scratch, int megabytes) {
    private static final String MAIN = "org.tombolo.transcoder.Main";
    private static final String JAR = "tombolo-transcoder.jar";
    private static final int HEAP = 48;

    public Installation {
        classPath = List.copyOf(classPath);
    }

    /** The transcoder in a folder as the build makes it: its jar, and {@code lib} with its libraries; empty when it is not there. */
    public static Optional<Installation> find(Path directory, Path scratch, int megabytes) {
        Path jar = directory.resolve(JAR);
        Path libraries = directory.resolve("lib");
        return Files.isReadable(jar) && Files.isDirectory(libraries)
                ? Optional.of(new Installation(List.of(jar, libraries.resolve("*")), scratch, megabytes))
                : Optional.empty();
    }

    /**
     * The command that starts it.
     *
     * @param workers how many streams it works on at a time
     */
    List<String> command(int workers) {
        List<String> command = new ArrayList<>();
        // RLIMIT_DATA bounds what native code takes as well: one that leaks ends itself, not the machine.
        command.addAll(List.of("/bin/sh", "-c", "ulimit -d \"$0\" && exec \"$@\"", Integer.toString(megabytes << 10)));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + HEAP + "m", "-Xms8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-XX:ReservedCodeCacheSize=16m", "-XX:-UsePerfData", "-Xss512k", "-Xshare:auto"));
        // Told on the standard error, which is logged within bounds: no files that pile up.
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+ErrorFileToStderr", "-XX:-CreateCoredumpOnCrash"));
        command.add(
                "-Dorg.bytedeco.javacpp.cachedir=" + scratch.toAbsolutePath().resolve("native"));
        // Native memory is freed where it was taken.
        command.add("-Dorg.bytedeco.javacpp.nopointergc=true");
        command.addAll(List.of("-cp", classPathText(), MAIN, Integer.toString(workers)));
        return command;
    }

    private String classPathText() {
        return classPath.stream()
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
