package org.tombolo.sip.servlet;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.sip.DialogRecord;

/** Reads from the container's messages what {@link DialogRecord} keeps. */
final class ServletDialogs {
    private static final Logger log = LoggerFactory.getLogger(ServletDialogs.class);

    private ServletDialogs() {}

    /** The INVITE that we sent and nobody has answered; empty when the container does not show the Via it gave it. */
    static Optional<DialogRecord> pending(SipServletRequest invite) {
        String via = invite.getHeader("Via");
        if (via == null || !via.contains("branch=")) {
            return Optional.empty();
        }
        return record(invite, invite, invite.getRequestURI().toString(), addresses(invite, "Route"), via);
    }

    /** The dialog that a 2xx to it has made (RFC 3261 12.1.2). */
    static Optional<DialogRecord> confirmed(SipServletRequest invite, SipServletResponse answer) {
        List<String> contact = addresses(answer, "Contact");
        List<String> routes = addresses(answer, "Record-Route");
        Collections.reverse(routes);
        return contact.isEmpty()
                ? Optional.empty()
                : record(invite, answer, contact.get(0).replaceAll("^.*<|>.*$", ""), routes, "");
    }

    private static Optional<DialogRecord> record(
            SipServletRequest invite, SipServletMessage tagged, String target, List<String> routes, String via) {
        String sequence = invite.getHeader("CSeq").trim().split("\\s")[0];
        DialogRecord record = new DialogRecord(
                invite.getCallId(),
                tagged.getHeader("From"),
                tagged.getHeader("To"),
                target,
                routes,
                Long.parseLong(sequence),
                via);
        return Optional.of(record);
    }

    private static List<String> addresses(SipServletMessage message, String header) {
        List<String> found = new ArrayList<>();
        try {
            ListIterator<Address> each = message.getAddressHeaders(header);
            while (each.hasNext()) {
                Address address = each.next();
                found.add("<" + address.getURI() + ">");
            }
        } catch (ServletParseException e) {
            log.debug("{} cannot be read", header, e);
        }
        return found;
    }
}
