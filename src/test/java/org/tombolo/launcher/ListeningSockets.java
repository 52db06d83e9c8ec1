package org.tombolo.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a process listens on, as the kernel tells it (proc_net, proc_pid_fd). */
final class ListeningSockets {
    private static final String LISTEN = "0A";
    private static final String UNCONNECTED = "07";
    private static final String IPV6_LOOPBACK = "00000000000000000000000001000000";

    private ListeningSockets() {}

    /** Such as {@code udp 127.0.0.2:5080}; IPv6 addresses as the kernel writes them. */
    static List<String> of(long pid) throws IOException {
        Set<String> inodes = inodes(pid);
        List<String> sockets = new ArrayList<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split("\\s+", -1);
                String wanted = table.startsWith("tcp") ? LISTEN : UNCONNECTED;
                if (fields.length > 9 && fields[3].equals(wanted) && inodes.contains(fields[9])) {
                    sockets.add(table.substring(0, 3) + " " + address(fields[1]));
                }
            }
        }
        return sockets;
    }

    private static Set<String> inodes(long pid) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }

    /** IPv4 stands as one little-endian word, alone or as the end of a mapped IPv6 address. */
    private static String address(String field) {
        String host = field.substring(0, field.indexOf(':'));
        int port = Integer.parseInt(field.substring(field.indexOf(':') + 1), 16);
        String mapped = "0000000000000000FFFF0000";
        String word = host.startsWith(mapped) ? host.substring(mapped.length()) : host;
        if (word.equals(IPV6_LOOPBACK)) {
            return "::1:" + port;
        }
        if (word.length() != 8) {
            return word.toLowerCase(Locale.ROOT) + ":" + port;
        }
        List<String> bytes = new ArrayList<>();
        for (int i = 6; i >= 0; i -= 2) {
            bytes.add(String.valueOf(Integer.parseInt(word.substring(i, i + 2), 16)));
        }
        return String.join(".", bytes) + ":" + port;
    }
}
