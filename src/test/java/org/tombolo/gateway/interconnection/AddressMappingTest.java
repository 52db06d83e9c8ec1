package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.gateway.interconnection.AddressMapping.Target;
import org.tombolo.identity.Association.Service;
import org.tombolo.identity.DomainList;
import org.tombolo.identity.FakeAssociations;
import org.tombolo.identity.Jid;
import org.tombolo.identity.SipAddress;
import org.tombolo.identity.TelNumber;

class AddressMappingTest {
    private static final Jid JULIET = new Jid("juliet", "xmpp.test", "");
    private final FakeAssociations associations = new FakeAssociations();
    private final AddressMapping mapping =
            new AddressMapping(new Domains("ims.test", "ims.xmpp.test", "xmpp.test"), associations);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sip:juliet@example.com | juliet@example.com",
                "sip:f%C3%BC@sip.example | fü@sip.example",
                "sip:o'malley@sip.example | o\\27malley@sip.example",
                "sip:foo@sip.example;gr=bar | foo@sip.example/bar",
                "sip:m&m@sip.example | m\\26m@sip.example",
                "sip:a/b@sip.example | a\\2fb@sip.example",
                "sip:tsch%C3%BCss@example.com | tschüss@example.com",
                "sip:a%40b@example.com | a\\40b@example.com",
                "sips:juliet@example.com | juliet@example.com",
                "sip:a%20%22%3a%3c%3E%2e@example.com | a\\20\\22\\3a\\3c\\3e.@example.com",
                "sip:a%23%25%5b%5d%5E%60%7b%7C%7d@example.com | \"a#%[]^`{|}@example.com\"",
                "sip:a!$()*+,-.;=?_~@example.com | a!$()*+,-.;=?_~@example.com",
                "sip:a%5C26@example.com | a\\5c26@example.com",
                "sip:+15550001@example.com | +15550001@example.com",
                "sip:foo@sip.example;gr=my%20b%C3%A4r | foo@sip.example/my bär",
                "sip:foo@sip.example;gr=urn:uuid:f81d4fae-7dec | foo@sip.example/urn:uuid:f81d4fae-7dec",
                "sip:foo@sip.example;gr | foo@sip.example",
            })
    void rfc7247_6_4_sipToXmpp(String sip, String jid) {
        SipAddress address = SipAddress.parse(sip).orElseThrow();
        assertThat(AddressMapping.toJid(address, address.host()).map(Jid::text)).contains(jid);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                "m\\26m@xmpp.example ! sip:m&m@xmpp.example",
                "tschüss@xmpp.example ! sip:tsch%C3%BCss@xmpp.example",
                "baz@xmpp.example/qux ! sip:baz@xmpp.example;gr=qux",
                "a#b%c@xmpp.example ! sip:a%23b%25c@xmpp.example",
                "a[b]^`{|}@xmpp.example ! sip:a%5Bb%5D%5E%60%7B%7C%7D@xmpp.example",
                "a\\b@xmpp.example ! sip:a%5Cb@xmpp.example",
                "juliet@xmpp.example/my balcony ! sip:juliet@xmpp.example;gr=my%20balcony",
                "juliet@xmpp.example/b/ä@1 ! sip:juliet@xmpp.example;gr=b/%C3%A4%401",
                "a\\20\\22\\3a\\3c\\3e\\40b@xmpp.example ! sip:a%20%22%3A%3C%3E%40b@xmpp.example",
                "a\\2fb\\27@xmpp.example ! sip:a/b'@xmpp.example",
                "a\\5c26b@xmpp.example ! sip:a%5C26b@xmpp.example",
                "a$()*+,-.;=?_~b@xmpp.example ! sip:a$()*+,-.;=?_~b@xmpp.example",
                "juliet@bücher.example ! sip:juliet@xn--bcher-kva.example",
            })
    void rfc7247_6_5_xmppToSip(String jid, String sip) {
        assertThat(AddressMapping.toSip(Jid.parse(jid).orElseThrow()).map(SipAddress::text))
                .contains(sip);
    }

    @Property
    void whatGoesToXmppComesBackTheSame(
            @ForAll @StringLength(min = 1, max = 20) @CharRange(from = 'a', to = 'z') String plain,
            @ForAll @StringLength(max = 6) @CharRange(from = '!', to = '@') String odd) {
        Optional<SipAddress> out =
                AddressMapping.toSip(new Jid(org.tombolo.identity.JidEscape.escape(plain + odd + plain), "a.test", ""));
        Optional<Jid> back = AddressMapping.toJid(out.orElseThrow(), "a.test");
        assertThat(back.map(jid -> org.tombolo.identity.JidEscape.unescape(jid.local())))
                .contains(plain + odd + plain);
    }

    /** 6.4: im and pres URIs are mapped like sip URIs. */
    @ParameterizedTest
    @CsvSource({"im:o'malley@xmpp.test", "IM:o'malley@xmpp.test", "pres:o'malley@xmpp.test", "sip:o'malley@xmpp.test"})
    void rfc7247_6_4_everyUriSchemeLeadsThere(String uri) {
        assertThat(mapping.isXmpp(uri)).isTrue();
        assertThat(mapping.xmppTarget(uri).orElseThrow().jid().text()).isEqualTo("o\\27malley@xmpp.test");
    }

    @Test
    void xep0106_4_1_aSpaceAtEitherEndIsNoOtherUser() {
        assertThat(mapping.xmppTarget("sip:%20juliet@xmpp.test")).isEmpty();
        assertThat(mapping.imsUserToJid(SipAddress.of("alice%20", "ims.test"), JULIET))
                .isEmpty();
    }

    @Test
    void rfc8048_8_1_theDomainsThatMayTakePart() {
        AddressMapping some = new AddressMapping(
                new Domains(
                        "ims.test",
                        "gw.xmpp.test",
                        DomainList.of(List.of("xmpp.test", "*.xmpp.test", "Other.test")),
                        DomainList.of(List.of("partner.test"))),
                associations);
        assertThat(List.of("juliet@xmpp.test", "room@rooms.xmpp.test", "x@other.test"))
                .allMatch(jid -> some.maySend(Jid.parse(jid).orElseThrow(), new Jid("alice", "gw.xmpp.test", "")));
        assertThat(List.of("x@gw.xmpp.test", "x@ims.test", "x@a.other.test", "x@xxmpp.test", "x@test"))
                .noneMatch(jid -> some.maySend(Jid.parse(jid).orElseThrow(), new Jid("alice", "gw.xmpp.test", "")));
        assertThat(some.isXmpp("sip:room@rooms.xmpp.test")).isTrue();
        assertThat(some.isXmpp("sip:alice@gw.xmpp.test")).isFalse();
        assertThat(List.of("alice", "+15550001", "carol\\40partner.test"))
                .allMatch(local -> some.mayReceive(target(some, local)));
        assertThat(some.mayReceive(target(some, "carol\\40stranger.test"))).isFalse();
        assertThat(List.of("juliet\\40xmpp.test", "a\\40gw.xmpp.test", "a\\40Rooms.xmpp.test"))
                .allMatch(local -> some.leadsBack(target(some, local)));
        assertThat(List.of("alice", "a\\40ims.test", "+15550001"))
                .noneMatch(local -> some.leadsBack(target(some, local)));
    }

    private static AddressMapping.ImsTarget target(AddressMapping mapping, String local) {
        return mapping.imsTarget(new Jid(local, "gw.xmpp.test", "")).orElseThrow();
    }

    @Test
    void anAddressThatNoJidCanHoldIsNone() {
        assertThat(mapping.xmppTarget("sip:a%00b@xmpp.test")).isEmpty();
        assertThat(mapping.xmppTarget("sip:a%FF@xmpp.test")).isEmpty();
        assertThat(mapping.xmppTarget("sip:xmpp.test")).isEmpty();
        assertThat(mapping.isXmpp("sip:a%00b@xmpp.test")).isTrue();
    }

    @Test
    void theTargetIsOfTheXmppDomainOrAssociated() {
        associations.add("sip:bob@ims.test", "romeo@xmpp.test", Service.MESSAGING);
        assertThat(mapping.xmppTarget("sip:juliet@xmpp.test"))
                .contains(new Target(new Jid("juliet", "xmpp.test", ""), false, false));
        assertThat(mapping.xmppTarget("sips:juliet@xmpp.test").orElseThrow().secure())
                .isTrue();
        assertThat(mapping.xmppTarget("sip:bob@ims.test:5060;transport=tcp"))
                .contains(new Target(new Jid("romeo", "xmpp.test", ""), false, true));
        assertThat(mapping.xmppTarget("sip:alice@ims.test")).isEmpty();
    }

    @Test
    void numbersAreAssociatedToo() {
        associations.add("tel:+15550002", "romeo@xmpp.test", Service.MESSAGING);
        assertThat(mapping.xmppTarget("tel:+1-555-0002")).isPresent();
        assertThat(mapping.xmppUserToUri(new Jid("romeo", "xmpp.test", "garden")))
                .contains(new TelNumber("+15550002").text());
    }

    /** Two XMPP servers, the second of which serves two IMS domains. */
    private AddressMapping several() {
        return new AddressMapping(
                new Domains(
                        List.of(
                                new Domains.Component("gw.one.test", "ims.test", DomainList.of(List.of("one.test"))),
                                new Domains.Component("gw.two.test", "ims.test", DomainList.of(List.of("two.test"))),
                                new Domains.Component("b.two.test", "b.test", DomainList.of(List.of("two.test")))),
                        DomainList.of(List.of("*"))),
                associations);
    }

    @Test
    void eachXmppDomainSeesAnImsUserUnderItsOwnComponent() {
        Jid one = new Jid("juliet", "one.test", "");
        Jid two = new Jid("romeo", "two.test", "");
        SipAddress alice = SipAddress.of("alice", "ims.test");
        SipAddress bob = SipAddress.of("bob", "b.test");
        assertThat(several().imsUserToJid(alice, one).map(Jid::text)).contains("alice@gw.one.test");
        assertThat(several().imsUserToJid(alice, two).map(Jid::text)).contains("alice@gw.two.test");
        assertThat(several().imsUserToJid(bob, two).map(Jid::text)).contains("bob@b.two.test");
        assertThat(several().imsUserToJid(bob, one).map(Jid::text)).contains("bob\\40b.test@gw.one.test");
        assertThat(several().numberToJid(new TelNumber("+15550001"), two).text())
                .isEqualTo("+15550001@gw.two.test");
    }

    @Test
    void eachComponentHasItsOwnImsDomainAndItsOwnXmppUsers() {
        AddressMapping several = several();
        assertThat(several.jidToImsUri(new Jid("bob", "b.two.test", ""))).contains("sip:bob@b.test");
        assertThat(several.jidToImsUri(new Jid("bob", "gw.two.test", ""))).contains("sip:bob@ims.test");
        Jid two = new Jid("romeo", "two.test", "");
        assertThat(several.maySend(two, new Jid("bob", "b.two.test", ""))).isTrue();
        // A server can speak for its own users only, whichever stream it has.
        assertThat(several.maySend(two, new Jid("alice", "gw.one.test", ""))).isFalse();
        assertThat(several.isXmpp("sip:juliet@one.test") && several.isXmpp("sip:romeo@two.test"))
                .isTrue();
        assertThat(several.isXmpp("sip:bob@b.test") || several.isXmpp("sip:bob@b.two.test"))
                .isFalse();
    }

    @Test
    void imsUsersLiveUnderTheComponent() {
        assertThat(mapping.imsUserToJid(SipAddress.of("alice", "ims.test"), JULIET)
                        .map(Jid::text))
                .contains("alice@ims.xmpp.test");
        assertThat(mapping.imsUserToJid(SipAddress.of("carol", "other.test"), JULIET)
                        .map(Jid::text))
                .contains("carol\\40other.test@ims.xmpp.test");
        assertThat(mapping.jidToImsUri(new Jid("alice", "ims.xmpp.test", ""))).contains("sip:alice@ims.test");
        assertThat(mapping.jidToImsUri(new Jid("carol\\40other.test", "ims.xmpp.test", "")))
                .contains("sip:carol@other.test");
        assertThat(mapping.jidToImsUri(new Jid("+15550001", "ims.xmpp.test", "")))
                .contains("tel:+15550001");
        assertThat(mapping.jidToImsUri(new Jid("", "ims.xmpp.test", ""))).isEmpty();
    }
}
