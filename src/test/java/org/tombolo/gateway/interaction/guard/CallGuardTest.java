package org.tombolo.gateway.interaction.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interaction.PartyAddress;
import org.tombolo.gateway.interaction.guard.CallGuard.Quotas;
import org.tombolo.gateway.interaction.guard.CallGuard.Verdict;
import org.tombolo.identity.Address;
import org.tombolo.identity.TelNumber;

class CallGuardTest {
    private static final Address ALICE = new TelNumber("+15550001");
    private static final Address BOB = new TelNumber("+15550002");
    private static final NumberRules RULES = new NumberRules(
            List.of("+1", "+49", "+979", "+39"),
            List.of("+1666"),
            List.of("+1900", "+979"),
            Set.of("112", "911", "110"));

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private long talked;

    // ---- numbers, one trick a row

    @ParameterizedTest
    @CsvSource({
        "+15550002, true",
        // not on the list of those that may be
        "+44207946000, false",
        // denied, premium
        "+16665550001, false",
        "+19005550001, false",
        "+979123456789, false",
        // an emergency number behind its country code
        "+49112, false",
        "+49110, false",
        "+39112, false",
        // and a subscriber's number that ends like one
        "+495550112, true",
        // a SIP address that is a number after all
        "sip:+19005550001@ims.localhost, false",
        "sip:+1-900-555-0001@ims.localhost;user=phone, false",
        "sip:112@ims.localhost, false",
        "sip:911;phone-context=+1@ims.localhost, false",
        "sip:alice@ims.localhost, true",
    })
    void numbersAreAllowedOrNot(String party, boolean allowed) {
        Address address = PartyAddress.parse(party).orElseThrow();
        assertThat(RULES.allow(address)).isEqualTo(allowed);
        CallGuard guard = guard(Quotas.none());
        assertThat(guard.numbers(address, BOB)).isEqualTo(allowed ? Optional.empty() : Optional.of(Verdict.CALLER));
        assertThat(guard.numbers(ALICE, address)).isEqualTo(allowed ? Optional.empty() : Optional.of(Verdict.CALLEE));
    }

    // ---- how much and how often

    @Test
    void aClientHasSoManyCallsAtATime() {
        CallGuard guard = guard(new Quotas(2, 0, 0, 0, 0));
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
        assertThat(guard.begin("a", ALICE, BOB)).contains(Verdict.QUOTA);
        assertThat(guard.begin("b", ALICE, BOB)).isEmpty();
        guard.over("a");
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
    }

    @Test
    void aClientHasSoManyCallsAMinute() {
        CallGuard guard = guard(new Quotas(0, 2, 0, 0, 0));
        guard.begin("a", ALICE, BOB);
        guard.begin("a", ALICE, BOB);
        assertThat(guard.begin("a", ALICE, BOB)).contains(Verdict.TOO_FAST);
        assertThat(guard.begin("b", ALICE, BOB)).isEmpty();
        now = now.plus(Duration.ofMinutes(1));
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
    }

    @Test
    void aClientHasSoManyCallsADay() {
        CallGuard guard = guard(new Quotas(0, 0, 1, 0, 0));
        guard.begin("a", ALICE, BOB);
        now = now.plus(Duration.ofHours(23));
        assertThat(guard.begin("a", ALICE, BOB)).contains(Verdict.QUOTA);
        now = now.plus(Duration.ofHours(1));
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
    }

    @Test
    void aClientHasSoManyMinutesADay() {
        CallGuard guard = guard(new Quotas(0, 0, 0, 10, 0));
        talked = 599;
        assertThat(guard.begin("a", ALICE, BOB)).isEmpty();
        talked = 600;
        now = now.plus(Duration.ofMinutes(1));
        assertThat(guard.begin("a", ALICE, BOB)).contains(Verdict.QUOTA);
    }

    @Test
    void aPairIsCalledSoOftenAnHourWhoeverAsks() {
        CallGuard guard = guard(new Quotas(0, 0, 0, 0, 2));
        guard.begin("a", ALICE, BOB);
        guard.begin("b", ALICE, BOB);
        assertThat(guard.begin("c", ALICE, BOB)).contains(Verdict.TOO_FAST);
        assertThat(guard.begin("c", BOB, ALICE)).isEmpty();
        now = now.plus(Duration.ofHours(1));
        assertThat(guard.begin("c", ALICE, BOB)).isEmpty();
    }

    private CallGuard guard(Quotas quotas) {
        return new CallGuard(RULES, quotas, (client, since) -> talked, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }
}
