package org.tombolo.presence.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.presence.PresenceDocument;
import org.tombolo.xml.XmlException;
import org.tombolo.xml.XmlReader;

class PresenceRulesTest {
    private static final String FRIENDS = "http://xcap.example.com/resource-lists/users/sip:me@example.com/friends";
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final Circumstances ORDINARY =
            new Circumstances(NOON, "Work", Map.of(FRIENDS, Set.of(Watcher.normal("sip:carol@example.com"))));
    private static final String RICH = """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                xmlns:r="urn:ietf:params:xml:ns:pidf:rpid" xmlns:f="urn:vendor-specific:foo-namespace"
                xmlns:op="urn:oma:xml:prs:pidf:oma-pres" entity="pres:someone@example.com">
              <tuple id="im"><status><basic>open</basic><f:mode>x</f:mode></status><f:foo>7</f:foo>
                <r:user-input idle-threshold="600" last-input="2026-11-26T11:00:00Z">idle</r:user-input>
                <op:willingness><op:basic>open</op:basic></op:willingness>
                <op:service-description><op:service-id>org.openmobilealliance:IM-session</op:service-id>
                </op:service-description>
                <contact>sip:someone@example.com</contact><note>tuple note</note></tuple>
              <tuple id="web"><status><basic>open</basic></status><contact>http://example.com/</contact></tuple>
              <note>all</note>
              <dm:person id="p"><r:activities><r:away/></r:activities><r:mood><r:happy/></r:mood>
                <dm:note>gone</dm:note></dm:person>
              <dm:device id="d"><dm:deviceID>mac:1</dm:deviceID><dm:note>a phone</dm:note></dm:device>
            </presence>
            """;

    private static PresenceRules rules(String... inside) throws XmlException {
        String document = """
                <cr:ruleset xmlns="urn:ietf:params:xml:ns:pres-rules" xmlns:pr="urn:ietf:params:xml:ns:pres-rules"
                    xmlns:cr="urn:ietf:params:xml:ns:common-policy" xmlns:ocp="urn:oma:xml:xdm:common-policy"
                    xmlns:opr="urn:oma:xml:prs:pres-rules">%s</cr:ruleset>
                """.formatted(String.join("", inside));
        return PresenceRules.read(XmlReader.XDM_DOCUMENT.read(document.getBytes(StandardCharsets.UTF_8)));
    }

    private static String rule(String conditions, String handling, String transformations) {
        return "<cr:rule id='r" + Math.abs((conditions + handling).hashCode()) + "'><cr:conditions>" + conditions
                + "</cr:conditions><cr:actions><pr:sub-handling>" + handling
                + "</pr:sub-handling></cr:actions><cr:transformations>" + transformations
                + "</cr:transformations></cr:rule>";
    }

    private static SubHandling handling(PresenceRules rules, String watcher) {
        return rules.decide(Watcher.of(watcher), ORDINARY).handling();
    }

    private static String seen(String transformations) throws XmlException {
        Permission permission = rules(rule("", "allow", transformations)).decide(Watcher.of("sip:a@b"), ORDINARY);
        PresenceDocument document = PresenceDocument.read(RICH.getBytes(StandardCharsets.UTF_8), "");
        PresenceDocument once = permission.filter(document);
        // RFC 5025 4: F(F(D)) = F(D)
        assertThat(permission.filter(once)).isEqualTo(once);
        return new String(once.write(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 4745 7.1.2
        "<cr:one id='sip:alice@example.com'/>, sip:alice@EXAMPLE.com, true",
        "<cr:one id='sip:alice@example.com'/>, sip:bob@example.com, false",
        "<cr:one id='tel:+1-212-555-1234'/>, tel:+12125551234, true",
        // RFC 5025 3.1.1.2
        "<cr:one id='tel:+1-212-555-1234'/>, sip:+12125551234@example.com, false",
        "<cr:one id='sip:+12125551234@example.com'/>, tel:+12125551234, false",
        // RFC 4745 7.1.3
        "<cr:many/>, sip:anybody@anywhere.example, true",
        "<cr:many domain='example.com'/>, sip:carol@Example.COM, true",
        "<cr:many domain='example.com'/>, sip:carol@sub.example.com, false",
        "<cr:many domain='example.com'><cr:except id='sip:bob@example.com'/></cr:many>, sip:bob@example.com, false",
        "<cr:many domain='example.com'><cr:except id='sip:bob@example.com'/></cr:many>, sip:carol@example.com, true",
        "<cr:many><cr:except domain='example.org'/></cr:many>, sip:carol@example.org, false",
        "<cr:many><cr:except domain='example.org'/></cr:many>, sip:carol@example.net, true",
        "<cr:one id='sip:x@y'/><cr:many domain='bücher.example'/>, sip:a@xn--bcher-kva.example, true",
        "<other xmlns='urn:unknown'/>, sip:alice@example.com, false",
    })
    void rfc4745_7_1_identity(String matches, String watcher, boolean holds) throws XmlException {
        assertThat(handling(rules(rule("<cr:identity>" + matches + "</cr:identity>", "allow", "")), watcher))
                .isEqualTo(holds ? SubHandling.ALLOW : SubHandling.BLOCK);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "<cr:sphere value='home work'/>, true",
        "<cr:sphere value='home'/>, false",
        "<cr:validity><cr:from>2026-11-26T12:00:00Z</cr:from><cr:until>2026-11-26T13:00:00Z</cr:until></cr:validity>, true",
        "<cr:validity><cr:from>2026-11-26T11:00:00Z</cr:from><cr:until>2026-11-26T12:00:00Z</cr:until></cr:validity>, false",
        "<cr:validity><cr:from>today</cr:from><cr:until>tomorrow</cr:until></cr:validity>, false",
        "<cr:sphere value='work'/><cr:sphere value='home'/>, false",
        "<new xmlns='urn:unknown'/>, false",
    })
    void rfc4745_7_conditions(String conditions, boolean holds) throws XmlException {
        assertThat(handling(rules(rule(conditions, "allow", "")), "sip:a@b"))
                .isEqualTo(holds ? SubHandling.ALLOW : SubHandling.BLOCK);
    }

    @Test
    void rfc4745_7_1_1_whoIsNotAuthenticatedMatchesOnlyWhatNamesNobody() throws XmlException {
        Watcher nobody = new Watcher(Optional.empty(), true);
        assertThat(rules(rule("<cr:identity><cr:many/></cr:identity>", "allow", ""))
                        .decide(nobody, ORDINARY)
                        .handling())
                .isEqualTo(SubHandling.BLOCK);
        assertThat(rules(rule("", "confirm", "")).decide(nobody, ORDINARY).handling())
                .isEqualTo(SubHandling.CONFIRM);
    }

    @Test
    void rfc4745_10_2_theRulesThatApplyAddUp() throws XmlException {
        PresenceRules both = rules(
                rule("", "block", "<pr:provide-services><pr:occurrence-id>im</pr:occurrence-id></pr:provide-services>"),
                rule("", "polite-block", ""),
                rule("", "confirm", ""));
        assertThat(handling(both, "sip:a@b")).isEqualTo(SubHandling.POLITE_BLOCK);
        assertThat(handling(rules(), "sip:a@b")).isEqualTo(SubHandling.BLOCK);
    }

    /** OMA XDM 1.1: whom a rule names is nobody's "other". */
    @Test
    void omaXdm_externalListsAndTheOthers() throws XmlException {
        PresenceRules rules = rules(
                rule("<ocp:external-list><ocp:entry anc='" + FRIENDS + "'/></ocp:external-list>", "allow", ""),
                rule("<cr:identity><cr:one id='sip:eve@example.com'/></cr:identity>", "block", ""),
                rule("<ocp:other-identity/>", "confirm", ""),
                rule("<ocp:anonymous-request/>", "polite-block", ""));
        assertThat(rules.lists()).containsExactly(FRIENDS);
        assertThat(handling(rules, "sip:carol@example.com")).isEqualTo(SubHandling.ALLOW);
        assertThat(handling(rules, "sip:eve@example.com")).isEqualTo(SubHandling.BLOCK);
        assertThat(handling(rules, "sip:dave@example.com")).isEqualTo(SubHandling.CONFIRM);
        assertThat(rules.decide(new Watcher(Optional.empty(), true), ORDINARY).handling())
                .isEqualTo(SubHandling.POLITE_BLOCK);
        Circumstances withoutLists = new Circumstances(NOON, "", Map.of());
        assertThat(rules.decide(Watcher.of("sip:carol@example.com"), withoutLists)
                        .handling())
                .isEqualTo(SubHandling.CONFIRM);
    }

    /** The RFC's example. */
    @Test
    void rfc5025_6_theExampleShowsWhatItSays() throws XmlException {
        assertThat(seen("""
                <pr:provide-services><pr:service-uri-scheme>sip</pr:service-uri-scheme>
                  <pr:service-uri-scheme>mailto</pr:service-uri-scheme></pr:provide-services>
                <pr:provide-persons><pr:all-persons/></pr:provide-persons>
                <pr:provide-activities>true</pr:provide-activities>
                <pr:provide-user-input>bare</pr:provide-user-input>
                <pr:provide-unknown-attribute ns="urn:vendor-specific:foo-namespace" name="foo">true</pr:provide-unknown-attribute>
                """))
                .contains("id=\"im\"", "open", "sip:someone@example.com", "away", ">idle<", "foo")
                .doesNotContain("id=\"web\"", "idle-threshold", "last-input", "happy", "note", "<mode", "device");
    }

    @ParameterizedTest
    @CsvSource({
        "<pr:provide-services><pr:all-services/></pr:provide-services>, 'id=\"im\" id=\"web\"', 'person device note foo'",
        "<pr:provide-services><pr:service-uri>http://example.com/</pr:service-uri></pr:provide-services>, id=\"web\", id=\"im\"",
        "<pr:provide-services><opr:service-id>org.openmobilealliance:IM-session</opr:service-id></pr:provide-services>, IM-session, id=\"web\"",
        "<pr:provide-devices><pr:deviceID>mac:1</pr:deviceID></pr:provide-devices>, mac:1, phone",
        "<pr:provide-devices><pr:deviceID>mac:2</pr:deviceID></pr:provide-devices>, entity, mac:1",
        "<pr:provide-persons><pr:occurrence-id>p</pr:occurrence-id></pr:provide-persons><pr:provide-mood>1</pr:provide-mood>, happy, away",
        "<pr:provide-services><pr:all-services/></pr:provide-services><opr:provide-willingness>true</opr:provide-willingness>, willingness, foo",
        "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-note>true</pr:provide-note>, tuple note, willingness",
        "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-user-input>thresholds</pr:provide-user-input>, idle-threshold, last-input",
    })
    void rfc5025_3_3_whatIsProvidedIsShownAndNothingElse(String transformations, String shown, String hidden)
            throws XmlException {
        assertThat(seen(transformations)).contains(shown.split(" id=")[0]).doesNotContain(hidden.split(" "));
    }

    @Test
    void rfc5025_3_3_2_15_allAttributesAreAll() throws XmlException {
        assertThat(seen(
                        "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-persons><pr:all-persons/>"
                                + "</pr:provide-persons><pr:provide-devices><pr:all-devices/></pr:provide-devices>"
                                + "<pr:provide-all-attributes/>"))
                .contains("<mode", "foo", "last-input", "happy", "gone", "a phone", "tuple note");
    }

    @Test
    void rfc5025_3_2_1_politeBlockingShowsSomebodyWhoIsNotThere() throws XmlException {
        Permission permission =
                rules(rule("", "polite-block", "<pr:provide-all-attributes/>")).decide(Watcher.of("sip:a@b"), ORDINARY);
        PresenceDocument seen = permission.filter(PresenceDocument.read(RICH.getBytes(StandardCharsets.UTF_8), ""));
        assertThat(new String(seen.write(), StandardCharsets.UTF_8))
                .contains("<basic>closed</basic>")
                .doesNotContain("open", "person", "note");
    }

    @Test
    void whatIsNoRuleSetIsRefused() {
        assertThatThrownBy(
                        () -> PresenceRules.read(XmlReader.XDM_DOCUMENT.read("<a/>".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(XmlException.class);
    }
}
