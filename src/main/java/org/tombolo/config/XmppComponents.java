package org.tombolo.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The settings of our components: those of the first have no number, {@code tombolo.xmpp.2.domain} is of the second. */
final class XmppComponents {
    private static final int MOST = 9;
    private static final List<String> KEYS = List.of(
            "host", "port", "domain", "ims.domain", "secret", "server.domain", "domains", "tls", "tls.ca", "tls.name");

    private final SettingValues values;

    XmppComponents(SettingValues values) {
        this.values = values;
    }

    /** Every key that a further component may have. */
    static Stream<String> keys() {
        return IntStream.rangeClosed(2, MOST)
                .boxed()
                .flatMap(number -> KEYS.stream().map(key -> "tombolo.xmpp." + number + "." + key));
    }

    /** The first one, and those with a number that have a domain. */
    List<Settings.Xmpp> read() throws InvalidSettingException {
        List<Settings.Xmpp> components = new ArrayList<>();
        Map<String, String> users = new HashMap<>();
        for (int number = 1; number <= MOST; number++) {
            String prefix = number == 1 ? "xmpp." : "xmpp." + number + ".";
            if (isGiven(prefix)) {
                components.add(component(prefix));
                String other = users.putIfAbsent(values.host(prefix + "domain"), prefix);
                if (other != null) {
                    throw values.wrong(prefix + "domain", "another one than tombolo." + other + "domain");
                }
            }
        }
        return List.copyOf(components);
    }

    private boolean isGiven(String prefix) {
        return KEYS.stream().anyMatch(key -> !values.text(prefix + key).isEmpty());
    }

    private Settings.Xmpp component(String prefix) throws InvalidSettingException {
        String server = values.host(like(prefix, "server.domain"));
        List<String> domains = values.domains(prefix + "domains");
        return new Settings.Xmpp(
                values.host(like(prefix, "host")),
                values.number(like(prefix, "port"), 1, 65535),
                values.host(prefix + "domain"),
                values.text(prefix + "ims.domain").isEmpty()
                        ? values.host("ims.domain")
                        : values.host(prefix + "ims.domain"),
                values.text(like(prefix, "secret")),
                server,
                domains.isEmpty() ? List.of(server, "*." + server) : domains,
                tls(prefix));
    }

    private Optional<Settings.XmppTls> tls(String prefix) throws InvalidSettingException {
        String host = values.host(like(prefix, "host"));
        String name = like(prefix, "tls.name");
        Settings.XmppTls tls = new Settings.XmppTls(
                values.file(like(prefix, "tls.ca")), values.text(name).isEmpty() ? host : values.host(name));
        return values.oneOf(like(prefix, "tls"), "on", "off").equals("on") ? Optional.of(tls) : Optional.empty();
    }

    /** What a further component does not say is as for the first one. */
    private String like(String prefix, String key) {
        return values.text(prefix + key).isEmpty() ? "xmpp." + key : prefix + key;
    }
}
