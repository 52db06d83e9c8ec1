package org.tombolo.msrp.cpim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5438. */
class ImdnTest {
    /** The document of RFC 5438 11.1.2. */
    private static final String DELIVERED = """
            <?xml version="1.0" encoding="UTF-8"?>
            <imdn xmlns="urn:ietf:params:xml:ns:imdn">
              <message-id>34jk324j</message-id>
              <datetime>2006-04-04T12:16:49-05:00</datetime>
              <recipient-uri>im:bob@example.com</recipient-uri>
              <original-recipient-uri>im:bob@example.com</original-recipient-uri>
              <delivery-notification>
                <status>
                  <delivered/>
                </status>
              </delivery-notification>
            </imdn>
            """;

    private static Imdn parse(String text) throws CpimException {
        return Imdn.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void clause11_1_anExampleIsRead() throws CpimException {
        assertThat(parse(DELIVERED))
                .isEqualTo(new Imdn(
                        "34jk324j",
                        Optional.of(Instant.parse("2006-04-04T17:16:49Z")),
                        "im:bob@example.com",
                        "im:bob@example.com",
                        Imdn.Kind.DELIVERY,
                        Imdn.Status.DELIVERED));
    }

    @ParameterizedTest
    @EnumSource(Imdn.Status.class)
    void clause11_1_7_everyStatusOfEveryKindIsWrittenAndRead(Imdn.Status status) throws CpimException {
        for (Imdn.Kind kind : Imdn.Kind.values()) {
            if (status.fits(kind)) {
                Imdn imdn = new Imdn("a<&>b", Optional.of(Instant.EPOCH), "sip:b@example.org", "", kind, status);
                assertThat(Imdn.parse(imdn.octets())).isEqualTo(imdn);
            } else {
                assertThatThrownBy(() -> new Imdn("a", Optional.empty(), "", "", kind, status))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @Test
    void clause11_1_extensionsAreLeftOut() throws CpimException {
        String extended = DELIVERED.replace("<delivered/>", "<delivered/><x:why xmlns:x='urn:x'>because</x:why>");
        assertThat(parse(extended)).isEqualTo(parse(DELIVERED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<imdn/>",
                "<imdn xmlns='urn:ietf:params:xml:ns:imdn'/>",
                "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>1</message-id></imdn>",
                "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>1</message-id><delivery-notification><status>"
                        + "<displayed/></status></delivery-notification></imdn>",
                "<!DOCTYPE imdn [<!ENTITY a 'b'>]><imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>&a;</message-id>"
                        + "<delivery-notification><status><delivered/></status></delivery-notification></imdn>"
            })
    void whatIsNoNotificationIsRefused(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(CpimException.class);
    }

    @Test
    void deepAndLargeDocumentsAreRefused() {
        assertThatThrownBy(() -> parse("<imdn xmlns='urn:ietf:params:xml:ns:imdn'>" + "<a>".repeat(100)))
                .isInstanceOf(CpimException.class);
        assertThatThrownBy(() -> parse(DELIVERED + " ".repeat(70_000))).isInstanceOf(CpimException.class);
    }

    @Property(tries = 500)
    void anythingIsReadOrRefused(@ForAll byte[] octets) {
        assertThatThrownBy(() -> Imdn.parse(octets)).isInstanceOf(CpimException.class);
    }

    @Test
    void clause6_whatASenderWantsIsWrittenAndRead() throws CpimException {
        ImdnRequest request = new ImdnRequest(
                "34jk324j",
                Set.of(Disposition.POSITIVE_DELIVERY, Disposition.DISPLAY),
                Optional.of("im:first@example.com"),
                List.of());
        Cpim message = request.addTo(Cpim.of("text/plain", new byte[0]));

        assertThat(ImdnRequest.of(Cpim.parse(message.octets()))).contains(request);
        assertThat(new String(message.octets(), StandardCharsets.UTF_8))
                .contains("NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: 34jk324j\r\n")
                .contains("imdn.Disposition-Notification: positive-delivery, display\r\n");
    }

    @Test
    void clause6_anyPrefixWillDo() throws CpimException {
        Cpim message = Cpim.parse(("NS: n <urn:ietf:params:imdn>\r\nn.Message-ID: 1\r\n"
                        + "n.Disposition-Notification: negative-delivery;x=y, later\r\n"
                        + "n.IMDN-Record-Route: <im:near@example.com>\r\nn.IMDN-Record-Route: <im:far@example.com>\r\n"
                        + "imdn.Message-ID: 2\r\n\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(ImdnRequest.of(message))
                .contains(new ImdnRequest(
                        "1",
                        Set.of(Disposition.NEGATIVE_DELIVERY),
                        Optional.empty(),
                        List.of("im:near@example.com", "im:far@example.com")));
    }

    @Test
    void clause7_2_1_aNotificationIsACpimMessageThatAsksForNone() throws CpimException {
        ImdnRequest request = new ImdnRequest(
                "1",
                Set.of(Disposition.DISPLAY),
                Optional.empty(),
                List.of("im:near@example.com", "im:far@example.com"));
        Imdn displayed = new Imdn("1", Optional.empty(), "im:b@b", "", Imdn.Kind.DISPLAY, Imdn.Status.DISPLAYED);

        Cpim message = Cpim.parse(displayed
                .message(request, "2", CpimAddress.of("im:b@b"), CpimAddress.of("im:a@a"), Instant.EPOCH)
                .octets());

        assertThat(ImdnRequest.of(message)).contains(ImdnRequest.of("2", Set.of()));
        assertThat(message.contentHeader("Content-Disposition")).contains("notification");
        assertThat(Imdn.is(message.contentType())).isTrue();
        assertThat(Imdn.parse(message.content())).isEqualTo(displayed);
        assertThat(message.values(Imdn.NAMESPACE, "IMDN-Route").stream()
                        .map(CpimHeader::value)
                        .toList())
                .containsExactly("<im:near@example.com>", "<im:far@example.com>");
    }
}
