package org.tombolo.peer;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.tombolo.peer.SipPeer.Message;

/** A phone in a chat room (RFC 7701): a SIP element and an MSRP endpoint, neither of which has anything of the gateway in it. */
public final class RoomPhone implements AutoCloseable {
    private final SipPeer sip;
    private final MsrpPeer msrp;
    private final String user;
    private final String gateway;
    private final String path;
    private final String[] routes;
    private String room = "";
    private Optional<Message> answer = Optional.empty();
    private int sequence = 1;

    private RoomPhone(SipPeer sip, MsrpPeer msrp, String user, String gateway, String... routes) {
        this.sip = sip;
        this.msrp = msrp;
        this.user = user;
        this.gateway = gateway;
        this.routes = routes;
        msrp.tell("listen");
        this.path = msrp.event("listening").path("path").asText();
    }

    /**
     * Starts one.
     *
     * @param user SIP URI of who has it
     * @param gateway host and port
     */
    public static RoomPhone of(String user, String gateway) throws IOException {
        return new RoomPhone(SipPeer.listening(), MsrpPeer.start(Optional.empty()), user, gateway);
    }

    /**
     * Starts one that calls through an IMS core, where it is registered.
     *
     * @param edge host and port of the core
     * @param port its own, where it is registered
     * @param route the core's service route
     */
    public static RoomPhone behind(String user, String edge, int port, String route) throws IOException {
        return new RoomPhone(SipPeer.listening(port), MsrpPeer.start(Optional.empty()), user, edge, "Route: " + route);
    }

    public SipPeer sip() {
        return sip;
    }

    public MsrpPeer msrp() {
        return msrp;
    }

    /** Where its messages go over. */
    public int msrpPort() {
        return Integer.parseInt(path.replaceAll(".*:(\\d+)/.*", "$1"));
    }

    /** What the phone says of its messages, for an offer or an answer. */
    public String sdp() {
        return String.join(
                        "\r\n",
                        "v=0",
                        "o=- 1 1 IN IP4 127.0.0.1",
                        "s=-",
                        "c=IN IP4 127.0.0.1",
                        "t=0 0",
                        "m=message 9 TCP/MSRP *",
                        "a=accept-types:message/cpim",
                        "a=accept-wrapped-types:text/plain message/imdn+xml application/im-iscomposing+xml",
                        "a=path:" + path,
                        "a=setup:passive",
                        "a=chatroom:nickname private-messages")
                + "\r\n";
    }

    /** Calls a room, and acknowledges when it is let in. */
    public Message call(String uri) throws IOException {
        room = uri;
        String[] headers = Arrays.copyOf(routes, routes.length + 1);
        headers[routes.length] = "Content-Type: application/sdp";
        Message response = sip.ask(gateway, "INVITE", user, uri, sdp(), headers);
        if (response.status() == 200) {
            sip.acknowledge(response);
            answer = Optional.of(response);
            msrp.event("hello");
        }
        return response;
    }

    /** Sends a request in its dialog, and waits for the answer. */
    public Message ask(String method, String... headers) throws IOException {
        return sip.askInside(answer.orElseThrow(), method, ++sequence, headers);
    }

    /** Waits for a NOTIFY and answers it. */
    public Message notified(Predicate<Message> wanted) throws IOException {
        Message notify = sip.await("NOTIFY", m -> m.method().equals("NOTIFY") && wanted.test(m));
        sip.respond(notify, "200 OK");
        return notify;
    }

    /** Sends words to all, or to one by her URI, and waits for the answer. */
    public int say(String name, String to, String text, String... headers) {
        String head = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        msrp.tell(
                "send",
                "name",
                name,
                "type",
                "message/cpim",
                "text",
                "From: <" + user + ">\r\nTo: <" + to + ">\r\nDateTime: 2026-01-01T00:00:00Z\r\n" + head
                        + "\r\nContent-Type: text/plain;charset=utf-8\r\n\r\n" + text);
        return answered(name);
    }

    /** Sends words to all. */
    public int say(String name, String text) {
        return say(name, room, text);
    }

    /** Tells all that its user writes (RFC 3994), and waits for the answer. */
    public int writes(String name) {
        msrp.tell(
                "send",
                "name",
                name,
                "type",
                "message/cpim",
                "text",
                "From: <" + user + ">\r\nTo: <" + room + ">\r\n\r\nContent-Type: application/im-iscomposing+xml\r\n\r\n"
                        + "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>");
        return answered(name);
    }

    /** Asks for a nickname, and waits for the answer. */
    public int nickname(String name, String value) {
        msrp.tell("nickname", "name", name, "value", value);
        return answered(name);
    }

    private int answered(String name) {
        return msrp.event("answered", e -> e.path("name").asText().equals(name))
                .path("code")
                .asInt();
    }

    /** Waits for a message in an envelope that has all of these in it. */
    public String hears(String... parts) {
        return msrp.event("received", e -> {
                    String text = e.path("text").asText();
                    return Arrays.stream(parts).allMatch(text::contains);
                })
                .path("text")
                .asText();
    }

    @Override
    public void close() {
        sip.close();
        msrp.close();
    }
}
