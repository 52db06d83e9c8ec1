package org.tombolo.xmpp.component;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jivesoftware.smack.packet.Stanza;
import org.jivesoftware.smack.packet.XmlEnvironment;
import org.jivesoftware.smack.util.PacketParserUtils;
import org.jivesoftware.smack.util.StringUtils;
import org.jivesoftware.smack.xml.SmackXmlParser;
import org.jivesoftware.smack.xml.XmlPullParser;
import org.jivesoftware.smack.xml.XmlPullParser.Event;
import org.jivesoftware.smack.xml.XmlPullParserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tombolo.xmpp.XmppHandler;

/** One connection's life: opening, handshake (XEP-0114 3), stanzas in and out, end. */
final class ComponentSession {
    private static final Logger LOG = LoggerFactory.getLogger(ComponentSession.class);
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    private final ComponentSettings settings;
    private final LongSupplier nanoTime;
    private final ServerConnection connection;
    private final Writer out;
    private final StanzaLimitReader in;
    private final StanzaWriter writer;
    private final StanzaHandler stanzas;
    private final Runnable opened;
    private final long started;
    private volatile long lastHeard;
    private volatile boolean open;
    private String streamId = "";

    /**
     * Connects.
     *
     * @param opened told when the handshake is done
     * @throws IOException when there is nobody to connect to
     */
    ComponentSession(
            ComponentSettings settings,
            XmppHandler handler,
            Requests requests,
            RequestResponder responder,
            Runnable opened,
            LongSupplier nanoTime)
            throws IOException {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.opened = opened;
        this.started = nanoTime.getAsLong();
        this.lastHeard = started;
        this.connection = ServerConnection.open(settings, HEARTBEAT);
        this.out = new OutputStreamWriter(new BufferedOutputStream(connection.out(), 1 << 16), StandardCharsets.UTF_8);
        WatchfulInput watched = new WatchfulInput(connection.in(), this::watch);
        this.in = new StanzaLimitReader(
                new InputStreamReader(watched, StandardCharsets.UTF_8),
                settings.limits().stanzaIn());
        this.writer = new StanzaWriter(out, settings.limits().queue(), pings(), nanoTime);
        this.stanzas = new StanzaHandler(settings.domain(), handler, writer, requests, responder);
    }

    StanzaWriter writer() {
        return writer;
    }

    /** Whether the handshake was done. */
    boolean wasOpen() {
        return open;
    }

    /**
     * Reads until the stream ends, which is always by an exception.
     *
     * @throws RefusedException when the server did not want us
     * @throws IOException when the stream broke
     */
    void run() throws IOException, RefusedException {
        try {
            out.write("<?xml version='1.0'?><stream:stream xmlns='" + ClientNamespaceParser.COMPONENT
                    + "' xmlns:stream='http://etherx.jabber.org/streams' to='"
                    + StringUtils.escapeForXmlAttributeApos(settings.domain()) + "'>");
            out.flush();
            read(new ClientNamespaceParser(SmackXmlParser.newXmlParser(in)));
        } catch (XmlPullParserException e) {
            throw new IOException("the stream is no XML we can read: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    private void read(ClientNamespaceParser parser) throws IOException, XmlPullParserException, RefusedException {
        XmlEnvironment environment = XmlEnvironment.EMPTY;
        while (true) {
            Event event = parser.next();
            lastHeard = nanoTime.getAsLong();
            if (event == Event.START_ELEMENT && parser.getDepth() == 1) {
                environment = XmlEnvironment.from(parser);
                shakeHands(parser);
            } else if (event == Event.START_ELEMENT) {
                element(parser, environment);
                in.stanzaEnded();
            } else if (event == Event.END_DOCUMENT || (event == Event.END_ELEMENT && parser.getDepth() <= 1)) {
                throw new EOFException("the XMPP server closed the stream");
            }
        }
    }

    private void shakeHands(XmlPullParser parser) throws IOException {
        streamId = String.valueOf(parser.getAttributeValue("", "id"));
        out.write("<handshake>" + sha1(streamId + settings.secret()) + "</handshake>");
        out.flush();
    }

    private void element(ClientNamespaceParser parser, XmlEnvironment environment)
            throws IOException, XmlPullParserException, RefusedException {
        switch (parser.getName()) {
            case "handshake" -> {
                PacketParserUtils.parseElement(parser);
                opened();
            }
            case "message", "presence", "iq" -> stanza(parser, environment);
            case "error" -> throw streamError(parser);
            default -> PacketParserUtils.parseElement(parser);
        }
    }

    private void opened() {
        open = true;
        Thread thread = new Thread(this::write, "xmpp-writer " + settings.domain());
        thread.setDaemon(true);
        thread.start();
        opened.run();
    }

    private void write() {
        try {
            writer.run();
        } catch (IOException | InterruptedException e) {
            LOG.debug("writing ended", e);
        } finally {
            connection.close();
        }
    }

    private void stanza(ClientNamespaceParser parser, XmlEnvironment environment)
            throws IOException, XmlPullParserException {
        int depth = parser.getDepth();
        String name = parser.getName();
        Map<String, String> attributes = attributes(parser);
        Stanza stanza;
        try {
            stanza = PacketParserUtils.parseStanza(parser, environment);
        } catch (Exception | StackOverflowError e) {
            // Whatever a parser of some extension trips over ends this stanza; a broken stream shows itself in
            // skipTo().
            LOG.warn("skipped a stanza that does not parse, from {}: {}", attributes.get("from"), e.toString());
            parser.skipTo(depth);
            stanzas.unparsable(name, attributes);
            return;
        }
        stanzas.handle(stanza);
    }

    private static Map<String, String> attributes(XmlPullParser parser) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < parser.getAttributeCount(); i++) {
            attributes.put(parser.getAttributeName(i), parser.getAttributeValue(i));
        }
        return attributes;
    }

    private RefusedException streamError(XmlPullParser parser) throws IOException, XmlPullParserException {
        String condition = "";
        String text = "";
        int depth = parser.getDepth();
        while (!(parser.next() == Event.END_ELEMENT && parser.getDepth() == depth)) {
            if (parser.getEventType() == Event.START_ELEMENT && parser.getName().equals("text")) {
                text = parser.nextText();
            } else if (parser.getEventType() == Event.START_ELEMENT && condition.isEmpty()) {
                condition = parser.getName();
            }
        }
        String words = condition + (text.isEmpty() ? "" : " (" + text + ")");
        if (open) {
            throw new IOException("the XMPP server ended the stream: " + words);
        }
        return new RefusedException(words);
    }

    /** Called while the server is silent. */
    private void watch() throws IOException {
        Duration silence = Duration.ofNanos(nanoTime.getAsLong() - lastHeard);
        if (!open
                && Duration.ofNanos(nanoTime.getAsLong() - started)
                                .compareTo(settings.limits().connect())
                        > 0) {
            throw new IOException("no answer to the handshake");
        }
        if (writer.pingAge().compareTo(settings.limits().pingTimeout()) > 0) {
            throw new IOException("no answer to a ping within "
                    + settings.limits().pingTimeout().toSeconds() + " s");
        }
        if (open
                && silence.compareTo(settings.limits().keepAlive()) > 0
                && writer.pingAge().isZero()) {
            writer.ping();
        }
    }

    private StanzaWriter.PingSource pings() {
        return new StanzaWriter.PingSource() {
            @Override
            public String ping(String id) {
                return "<iq type='get' id='" + id + "' from='"
                        + StringUtils.escapeForXmlAttributeApos(settings.domain())
                        + "' to='" + StringUtils.escapeForXmlAttributeApos(settings.serverDomain())
                        + "'><ping xmlns='urn:xmpp:ping'/></iq>";
            }

            @Override
            public String newId() {
                return UUID.randomUUID().toString();
            }
        };
    }

    /** Ends the stream; what waits is settled. */
    void close() {
        connection.close();
        writer.close();
        writer.ping();
    }

    private static String sha1(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
