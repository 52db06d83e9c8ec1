package org.tombolo.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder with links to every program of the machine but some. */
record ToolFolder(Path path) implements AutoCloseable {

    static ToolFolder without(String... missing) throws IOException {
        Path tools = Files.createTempDirectory("tools");
        for (String directory : System.getenv("PATH").split(":", -1)) {
            if (Files.isDirectory(Path.of(directory))) {
                link(Path.of(directory), tools, List.of(missing));
            }
        }
        return new ToolFolder(tools);
    }

    private static void link(Path directory, Path tools, List<String> missing) throws IOException {
        try (Stream<Path> programs = Files.list(directory)) {
            for (Path program : programs.toList()) {
                Path link = tools.resolve(program.getFileName());
                boolean there = Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                if (!there && !missing.contains(program.getFileName().toString())) {
                    Files.createSymbolicLink(link, program);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> links = Files.list(path)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
        Files.delete(path);
    }
}
