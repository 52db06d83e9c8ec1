package org.tombolo.presence.xcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tombolo.peer.Ports;
import org.tombolo.peer.PresenceServer;
import org.tombolo.presence.rules.Permission;
import org.tombolo.presence.rules.SubHandling;
import org.tombolo.presence.rules.Watcher;

/** Rules from Kamailio's XCAP server. */
class XcapPoliciesIT {
    private static final String RULES = """
            <cr:ruleset xmlns="urn:ietf:params:xml:ns:pres-rules" xmlns:cr="urn:ietf:params:xml:ns:common-policy">
              <cr:rule id="a"><cr:conditions><cr:identity><cr:one id="sip:bob@ims.test"/></cr:identity></cr:conditions>
                <cr:actions><sub-handling>%s</sub-handling></cr:actions></cr:rule>
            </cr:ruleset>
            """;

    private static SubHandling bob(Policies policies) throws Exception {
        return policies.of("sip:alice@ims.test")
                .get(10, TimeUnit.SECONDS)
                .decide(Watcher.of("sip:bob@ims.test"), Instant.EPOCH, "")
                .handling();
    }

    @Test
    void rfc5025_9_7_rulesAreReadKeptAndReadAgain() throws Exception {
        try (PresenceServer ims = PresenceServer.start(Ports.free(), "127.0.0.1:9")) {
            Policies policies = new XcapPolicies(
                    new XcapClient(ims.xcapRoot(), Runnable::run),
                    new XcapPolicies.Options("pres-rules/users/{user}/index", Duration.ZERO, Permission.UNDECIDED),
                    Clock.systemUTC());
            assertThat(bob(policies)).isEqualTo(SubHandling.CONFIRM);
            ims.put("pres-rules", "alice", RULES.formatted("allow"));
            assertThat(bob(policies)).isEqualTo(SubHandling.ALLOW);
            // With an entity-tag now.
            assertThat(bob(policies)).isEqualTo(SubHandling.ALLOW);
            ims.put("pres-rules", "alice", RULES.formatted("polite-block"));
            assertThat(bob(policies)).isEqualTo(SubHandling.POLITE_BLOCK);
        }
    }
}
