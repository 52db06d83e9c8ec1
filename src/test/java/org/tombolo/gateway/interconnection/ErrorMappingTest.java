package org.tombolo.gateway.interconnection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipReply;
import org.tombolo.sip.SipResponse;
import org.tombolo.xmpp.StanzaError;

class ErrorMappingTest {

    @ParameterizedTest
    @CsvSource({
        "bad-request, 400, 400",
        "conflict, 400, 400",
        "feature-not-implemented, 405, 501",
        "forbidden, 403, 603",
        "gone, 410, 410",
        "internal-server-error, 500, 500",
        "item-not-found, 404, 604",
        "jid-malformed, 400, 400",
        "not-acceptable, 406, 606",
        "not-allowed, 403, 403",
        "not-authorized, 401, 401",
        "policy-violation, 403, 403",
        "recipient-unavailable, 480, 600",
        "redirect, 302, 302",
        "registration-required, 407, 407",
        "remote-server-not-found, 404, 404",
        "remote-server-timeout, 408, 408",
        "resource-constraint, 500, 500",
        "service-unavailable, 405, 403",
        "subscription-required, 400, 400",
        "undefined-condition, 400, 400",
        "unexpected-request, 400, 400",
    })
    void rfc7247_7_1_xmppToSip(String condition, int fullJid, int bareJid) {
        StanzaError error = new StanzaError(condition, "cancel", "", "");
        assertThat(ErrorMapping.toStatus(error, true)).isEqualTo(fullJid);
        assertThat(ErrorMapping.toStatus(error, false)).isEqualTo(bareJid);
    }

    @ParameterizedTest
    @CsvSource({"remote-server-not-found, 408", "unexpected-request, 491", "remote-server-timeout, 408"})
    void rfc7247_7_1_whatMayPassHasTheStatusThatSaysSo(String condition, int status) {
        StanzaError error = new StanzaError(condition, "wait", "", "");
        assertThat(ErrorMapping.toStatus(error, false)).isEqualTo(status);
    }

    /** RFC 3261 22.1: these two need a challenge, which nobody could answer. */
    @ParameterizedTest
    @CsvSource({"not-authorized", "registration-required"})
    void rfc7247_7_1_noChallengeGoesOut(String condition) {
        assertThat(ErrorMapping.toReply(new StanzaError(condition, "auth", "", ""), false, "")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void rfc7247_7_1_goneWithAnAddressIs301WithAContact() {
        StanzaError gone = new StanzaError("gone", "cancel", "", "xmpp:romeo@new.test");
        assertThat(ErrorMapping.toStatus(gone, false)).isEqualTo(301);
        assertThat(ErrorMapping.toReply(gone, false, "sip:romeo@new.test").headers())
                .contains(new Header("Contact", "<sip:romeo@new.test>"));
        assertThat(ErrorMapping.toReply(gone, false, "").status()).isEqualTo(410);
    }

    @Test
    void rfc3261_20_43_theReplySaysWhatXmppSaid() {
        SipReply reply =
                ErrorMapping.toReply(new StanzaError("service-unavailable", "cancel", "no \"such\"", ""), false, "");
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.headers())
                .contains(new Header("Warning", "399 tombolo \"XMPP: service-unavailable, no \\\"such\\\"\""));
    }

    @ParameterizedTest
    @CsvSource({
        "300, redirect",
        "301, gone",
        "302, redirect",
        "305, redirect",
        "380, not-acceptable",
        "399, redirect",
        "400, bad-request",
        "401, not-authorized",
        "402, bad-request",
        "403, forbidden",
        "404, item-not-found",
        "405, feature-not-implemented",
        "406, not-acceptable",
        "407, registration-required",
        "408, remote-server-timeout",
        "410, gone",
        "413, policy-violation",
        "414, policy-violation",
        "415, not-acceptable",
        "416, not-acceptable",
        "420, feature-not-implemented",
        "421, not-acceptable",
        "423, resource-constraint",
        "430, recipient-unavailable",
        "439, feature-not-implemented",
        "440, policy-violation",
        "480, recipient-unavailable",
        "481, item-not-found",
        "482, not-acceptable",
        "483, not-acceptable",
        "484, item-not-found",
        "485, item-not-found",
        "486, recipient-unavailable",
        "487, recipient-unavailable",
        "488, not-acceptable",
        "489, policy-violation",
        "491, unexpected-request",
        "493, bad-request",
        "499, bad-request",
        "500, internal-server-error",
        "501, feature-not-implemented",
        "502, remote-server-not-found",
        "503, internal-server-error",
        "504, remote-server-timeout",
        "505, not-acceptable",
        "513, policy-violation",
        "599, internal-server-error",
        "600, recipient-unavailable",
        "603, recipient-unavailable",
        "604, item-not-found",
        "606, not-acceptable",
        "699, recipient-unavailable",
    })
    void rfc7247_7_2_sipToXmpp(int status, String condition) {
        assertThat(ErrorMapping.condition(status)).isEqualTo(condition);
    }

    /** Note 1 of the table: with 301 the new address, with 410 none. */
    @Test
    void rfc7247_7_2_goneHasTheNewAddressWhenThereIsOne() {
        assertThat(error(301, "xmpp:romeo@new.test"))
                .isEqualTo(new StanzaError("gone", "cancel", "SIP: 301 x", "xmpp:romeo@new.test"));
        assertThat(error(410, "xmpp:romeo@new.test")).isEqualTo(new StanzaError("gone", "cancel", "SIP: 410 x", ""));
        assertThat(error(302, "xmpp:romeo@new.test"))
                .isEqualTo(new StanzaError("redirect", "modify", "SIP: 302 x", "xmpp:romeo@new.test"));
        assertThat(error(404, "xmpp:romeo@new.test").redirect()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"300", "301", "302", "305", "399"})
    void rfc6120_8_3_3_14_aRedirectionToNowhereIsNone(int status) {
        assertThat(error(status, "").condition()).isEqualTo("recipient-unavailable");
    }

    private static StanzaError error(int status, String redirect) {
        return ErrorMapping.toStanzaError(new SipResponse(status, "x", "", "", Optional.empty()), redirect);
    }

    @Test
    void theErrorSaysWhatSipSaid() {
        var response = new SipResponse(480, "Temporarily Unavailable", "399 x \"asleep\"", "", Optional.empty());
        assertThat(ErrorMapping.toStanzaError(response, ""))
                .isEqualTo(new StanzaError(
                        "recipient-unavailable", "wait", "SIP: 480 Temporarily Unavailable, 399 x \"asleep\"", ""));
    }
}
