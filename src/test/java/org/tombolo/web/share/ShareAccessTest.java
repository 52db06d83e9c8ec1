package org.tombolo.web.share;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tombolo.gateway.convergence.Share;
import org.tombolo.gateway.convergence.ShareState;
import org.tombolo.identity.Address;
import org.tombolo.identity.Association;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.FakeGuests;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;

/** A share of demo's phone to alice's identity: who may watch, and who sees who does. */
class ShareAccessTest {
    private static final Address ALICE = SipAddress.of("alice", "ims.test");
    private static final Address DEMO = SipAddress.of("demo", "ims.test");
    private static final Share SHARE =
            new Share("A".repeat(22), DEMO, ALICE, ShareState.LIVE, "", Instant.EPOCH, "http://tombolo.test/watch");

    private final FakeAssociations associations = new FakeAssociations();
    private final FakeGuests guests = new FakeGuests();
    private final ShareAccess access = new ShareAccess(associations, guests);

    @BeforeEach
    void associate() {
        associations.add(ALICE, new WebUser("alice"), Association.Service.VIDEO, Association.Source.ADMIN);
        associations.add(DEMO, new WebUser("dora"), Association.Service.VIDEO, Association.Source.ADMIN);
    }

    private static Caller portal(String name) {
        return new Caller(name, Optional.of(new WebUser(name)), Set.of("shares:read"));
    }

    private static Caller client(String... scopes) {
        return new Caller("client", Optional.empty(), Set.of(scopes));
    }

    private static Caller link(Caller maker) {
        return new Caller(ShareAccess.linking(maker).name(), Optional.empty(), Set.of("shares:read"), true);
    }

    @Test
    void theOneItIsMeantForWatchesAndNobodyElse() {
        assertThat(access.maySee(portal("alice"), SHARE)).isTrue();
        assertThat(access.maySee(portal("bob"), SHARE)).isFalse();
    }

    @Test
    void withoutTheAssociationSheDoesNot() {
        associations.remove(associations.list("", 10).get(0).id());
        assertThat(access.maySee(portal("alice"), SHARE)).isFalse();
    }

    @Test
    void anAssociationForMessagesLetsNobodyWatch() {
        associations.remove(associations.list("", 10).get(0).id());
        associations.add(ALICE, new WebUser("alice"), Association.Service.MESSAGING, Association.Source.ADMIN);
        assertThat(access.maySee(portal("alice"), SHARE)).isFalse();
    }

    @Test
    void aGuestOfHersWatchesUntilSheIsNoneAnyMore() {
        WebUser bob = new WebUser("bob");
        guests.add(new WebUser("alice"), bob);
        assertThat(access.maySee(portal("bob"), SHARE)).isTrue();
        assertThat(access.maySee(portal("carol"), SHARE)).isFalse();
        guests.remove(new WebUser("alice"), bob);
        assertThat(access.maySee(portal("bob"), SHARE)).isFalse();
    }

    @Test
    void aGuestOfSomebodyElseDoesNot() {
        guests.add(new WebUser("dora"), new WebUser("bob"));
        assertThat(access.maySee(portal("bob"), SHARE)).isFalse();
    }

    @Test
    void whoSharesSeesWhoWatchesAndTheOthersDoNot() {
        assertThat(access.maySee(portal("dora"), SHARE)).isTrue();
        assertThat(access.maySeeViewers(portal("dora"), SHARE)).isTrue();
        assertThat(access.maySeeViewers(portal("alice"), SHARE)).isFalse();
        assertThat(access.maySeeViewers(client("shares:read"), SHARE)).isFalse();
        assertThat(access.maySeeViewers(client("shares:read", "shares:write"), SHARE))
                .isTrue();
        assertThat(access.maySeeViewers(link(portal("dora")), SHARE)).isTrue();
        assertThat(access.maySeeViewers(link(portal("alice")), SHARE)).isFalse();
    }

    @Test
    void aLinkIsGoodForAsLongAsItsMakerMayWatch() {
        WebUser bob = new WebUser("bob");
        guests.add(new WebUser("alice"), bob);
        Caller link = link(portal("bob"));
        assertThat(access.maySee(link, SHARE)).isTrue();
        assertThat(ShareAccess.viewer(link)).isEqualTo("bob");
        guests.remove(new WebUser("alice"), bob);
        assertThat(access.maySee(link, SHARE)).isFalse();
    }

    @Test
    void administratorsAndClientsWatchAny() {
        assertThat(access.maySee(new Caller("admin", Optional.of(new WebUser("admin")), Set.of("admin")), SHARE))
                .isTrue();
        assertThat(access.maySee(client("shares:read"), SHARE)).isTrue();
        assertThat(access.maySee(link(client("shares:read")), SHARE)).isTrue();
    }
}
