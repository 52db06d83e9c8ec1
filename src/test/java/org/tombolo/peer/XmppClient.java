package org.tombolo.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jivesoftware.smack.ConnectionConfiguration;
import org.jivesoftware.smack.packet.IQ;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.Nonza;
import org.jivesoftware.smack.packet.Presence;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.packet.UnparsedIQ;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.roster.Roster;
import org.jivesoftware.smack.roster.RosterEntry;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smack.tcp.XMPPTCPConnectionConfiguration;
import org.jivesoftware.smack.util.stringencoder.Base64;
import org.jivesoftware.smackx.receipts.DeliveryReceiptManager;
import org.jivesoftware.smackx.receipts.DeliveryReceiptManager.AutoReceiptMode;
import org.jxmpp.jid.impl.JidCreate;

/** An XMPP user's client: Smack over TCP. */
public final class XmppClient implements AutoCloseable {
    static {
        // Smack leaves Base64 to a module for each platform; this is what its module for desktop Java would do.
        Base64.setEncoder(new PlatformBase64());
        // A test answers requests for subscriptions itself.
        Roster.setDefaultSubscriptionMode(Roster.SubscriptionMode.manual);
    }

    private static final String MUC = "http://jabber.org/protocol/muc";

    private final XMPPTCPConnection connection;
    private final List<Message> received = new CopyOnWriteArrayList<>();
    private final List<Presence> presences = new CopyOnWriteArrayList<>();
    private final List<String> bodies = java.util.Collections.synchronizedList(new java.util.ArrayList<>());

    private XmppClient(XMPPTCPConnection connection) {
        this.connection = connection;
    }

    /** Signs in as one of {@link XmppServer#USERS}. */
    public static XmppClient signIn(XmppServer server, String user, String resource) throws Exception {
        return signIn(server.clientPort(), user, XmppServer.USERS.get(user), resource);
    }

    /** Signs in on a server on loopback. */
    public static XmppClient signIn(int port, String user, String password, String resource) throws Exception {
        var connection = new XMPPTCPConnection(XMPPTCPConnectionConfiguration.builder()
                .setHost("127.0.0.1")
                .setPort(port)
                .setXmppDomain(XmppServer.DOMAIN)
                .setUsernameAndPassword(user, password)
                .setResource(resource)
                .setSecurityMode(ConnectionConfiguration.SecurityMode.disabled)
                .build());
        connection.setUseStreamManagement(false);
        // Smack would confirm by itself what comes from a contact in the roster.
        DeliveryReceiptManager.getInstanceFor(connection).setAutoReceiptMode(AutoReceiptMode.disabled);
        XmppClient client = new XmppClient(connection);
        connection.addSyncStanzaListener(stanza -> client.take((Message) stanza), Message.class::isInstance);
        connection.addSyncStanzaListener(stanza -> client.presences.add((Presence) stanza), Presence.class::isInstance);
        connection.connect();
        connection.login();
        client.awaitAvailable();
        return client;
    }

    /** RFC 6121 4.2.2: the server sends our presence to us, too, and from then on messages to us; ejabberd could keep one that comes before. */
    private void awaitAvailable() {
        Awaitility.await("the server to take the presence of " + connection.getUser())
                .atMost(Duration.ofSeconds(10))
                .until(() ->
                        presences.stream().anyMatch(p -> connection.getUser().equals(p.getFrom())));
    }

    private void take(Message message) {
        bodies.add(String.valueOf(message.getBody()));
        received.add(message);
    }

    /** All messages so far, errors included. */
    public List<Message> received() {
        return received;
    }

    /** The bodies of all messages so far, in order of arrival. */
    public List<String> bodies() {
        synchronized (bodies) {
            return List.copyOf(bodies);
        }
    }

    /** Sends a chat message. */
    public void send(String id, String to, String body) throws Exception {
        connection.sendStanza(StanzaBuilder.buildMessage(id)
                .to(JidCreate.from(to))
                .ofType(Message.Type.chat)
                .setBody(body)
                .build());
    }

    /** Sends any stanza. */
    public void send(Stanza stanza) throws Exception {
        connection.sendStanza(stanza);
    }

    /** Writes XML as it is. */
    public void sendRaw(String xml) throws Exception {
        connection.sendNonza(new Raw(xml));
    }

    /** Sends a request and waits for its answer, error or not. */
    public IQ ask(IQ request) throws Exception {
        if (request.getStanzaId() == null) {
            request.setStanzaId(java.util.UUID.randomUUID().toString());
        }
        return connection
                .createStanzaCollectorAndSend(
                        stanza -> request.getStanzaId().equals(stanza.getStanzaId()) && stanza instanceof IQ, request)
                .nextResult(5000);
    }

    /**
     * Uploads a file to the server (XEP-0363).
     *
     * @return where it can be fetched
     */
    public String upload(String name, String type, byte[] content) throws Exception {
        IQ request = new IQ("request", "urn:xmpp:http:upload:0") {
            @Override
            protected IQChildElementXmlStringBuilder getIQChildElementBuilder(IQChildElementXmlStringBuilder xml) {
                xml.attribute("filename", name)
                        .attribute("size", String.valueOf(content.length))
                        .attribute("content-type", type);
                xml.setEmptyElement();
                return xml;
            }
        };
        request.setTo(JidCreate.from("upload." + XmppServer.DOMAIN));
        request.setType(IQ.Type.get);
        if (!(ask(request) instanceof UnparsedIQ answer)) {
            throw new IOException("no slot for an upload");
        }
        String slot = answer.getContent().toString();
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(url(slot, "put")))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(content));
        Matcher header =
                Pattern.compile("<header name=['\"]([^'\"]+)['\"]>([^<]+)<").matcher(slot);
        while (header.find()) {
            put.header(header.group(1), header.group(2));
        }
        int status = HttpClient.newHttpClient()
                .send(put.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
        if (status != 201) {
            throw new IOException("the upload was answered with " + status);
        }
        return url(slot, "get");
    }

    private static String url(String slot, String element) throws IOException {
        Matcher url =
                Pattern.compile("<" + element + "\\b[^>]*\\burl=['\"]([^'\"]+)").matcher(slot);
        if (!url.find()) {
            throw new IOException("no slot for an upload: " + slot);
        }
        return url.group(1).replace("&amp;", "&");
    }

    /** Waits for a message. */
    public Message await(Predicate<Message> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> received.stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** All presence so far, of ourselves among it. */
    public List<Presence> presences() {
        return presences;
    }

    /** Takes out the first presence of a type from an address, and waits for it when there is none yet. */
    public Presence awaitPresence(String from, Presence.Type type) {
        return Awaitility.await(type + " from " + from + ", among " + presences)
                .until(
                        () -> presences.stream()
                                .filter(p -> p.getType() == type
                                        && String.valueOf(p.getFrom()).startsWith(from))
                                .filter(presences::remove)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Sends presence of a type to an address, such as a request for a subscription. */
    public void presence(String to, Presence.Type type) throws Exception {
        connection.sendStanza(StanzaBuilder.buildPresence()
                .to(JidCreate.from(to))
                .ofType(type)
                .build());
    }

    /** Enters a room under a nickname (XEP-0045 7.2), and waits until it is in. */
    public void enterRoom(String room, String nickname) throws Exception {
        sendRaw("<presence to='" + room + "/" + nickname + "'><x xmlns='" + MUC + "'/></presence>");
        awaitPresence(room + "/" + nickname, Presence.Type.available);
    }

    /** Makes a room that is as the server likes (XEP-0045 10.1.2). */
    public void makeRoom(String room, String nickname) throws Exception {
        enterRoom(room, nickname);
        configureRoom(room, "");
    }

    /**
     * Configures a room of ours, which unlocks a new one, and waits until it is done.
     *
     * @param fields of the form, with their values
     */
    public void configureRoom(String room, String fields) throws Exception {
        String id = java.util.UUID.randomUUID().toString();
        sendRaw("<iq type='set' id='" + id + "' to='" + room + "'><query xmlns='" + MUC
                + "#owner'><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>" + MUC
                + "#roomconfig</value></field>" + fields + "</x></query></iq>");
        // The room takes requests in order: what it reflects was sent behind this one.
        sendRaw("<message type='groupchat' to='" + room + "' id='" + id + "'><body>" + id + "</body></message>");
        await(m -> id.equals(m.getBody()) && m.getType() == Message.Type.groupchat);
    }

    /** How a contact stands in the roster: {@code none}, {@code to}, {@code from} or {@code both}; empty when it is not there. */
    public String subscription(String contact) throws Exception {
        RosterEntry entry = Roster.getInstanceFor(connection).getEntry(JidCreate.bareFrom(contact));
        return entry == null ? "" : entry.getType().toString();
    }

    /** The full address. */
    public String address() {
        return connection.getUser().toString();
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private static final class PlatformBase64 implements Base64.Encoder {
        @Override
        public byte[] decode(String string) {
            return java.util.Base64.getDecoder().decode(string);
        }

        @Override
        public String encodeToString(byte[] input) {
            return java.util.Base64.getEncoder().encodeToString(input);
        }

        @Override
        public String encodeToStringWithoutPadding(byte[] input) {
            return java.util.Base64.getEncoder().withoutPadding().encodeToString(input);
        }

        @Override
        public byte[] encode(byte[] input) {
            return java.util.Base64.getEncoder().encode(input);
        }
    }

    private record Raw(String xml) implements Nonza {
        @Override
        public String getElementName() {
            return "raw";
        }

        @Override
        public String getNamespace() {
            return "jabber:client";
        }

        @Override
        public CharSequence toXML(XmlEnvironment environment) {
            return xml;
        }
    }
}
