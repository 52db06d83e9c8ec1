package org.tombolo.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting, checked. The commented defaults are in {@code tombolo-defaults.properties}.
 *
 * @param data data directory
 * @param components of XMPP servers, one at least, each with a domain of its own
 */
public record Settings(
        Path data,
        Network network,
        Optional<Tls> tls,
        Sip sip,
        List<Xmpp> components,
        Chat chat,
        Media media,
        Msrp msrp,
        Files files,
        Optional<S3> s3,
        Gallery gallery,
        Pushes pushes,
        Rooms rooms,
        Store store,
        Messages messages,
        Presence presence,
        Calls calls,
        Guard guard,
        Optional<Oidc> oidc) {

    /** The first component, whose server portal users chat by. */
    public Xmpp xmpp() {
        return components.get(0);
    }

    /**
     * Where we listen, and what others see of us.
     *
     * @param bind address we listen on
     * @param publicHost host in Contact, Via, SDP
     * @param publicUrl start of every link, without a trailing slash, when it was given
     * @param httpPort 0 to 65535; 0 when HTTP is off
     * @param httpsPort likewise
     */
    public record Network(String bind, String publicHost, Optional<String> publicUrl, int httpPort, int httpsPort) {
        /** Whether we can only be reached from this machine. */
        public boolean loopback() {
            return isLoopback(bind);
        }
    }

    /**
     * Certificate for SIP over TLS and HTTPS.
     *
     * @param certificate PEM file with the chain, our certificate first
     * @param key PEM file with the PKCS #8 private key
     * @param ca PEM file of authorities that peers' certificates may be of, besides those of Java
     */
    public record Tls(Path certificate, Path key, Optional<Path> ca) {}

    /**
     * SIP.
     *
     * @param port UDP and TCP port
     * @param tlsPort TLS port
     * @param imsDomain the domain whose users we serve
     * @param outboundProxy URI of the S-CSCF or I-CSCF; none in standalone mode
     * @param trustedPeers addresses whose P-Asserted-Identity we believe (RFC 3325)
     * @param domains further domains whose users XMPP users may write to: names, {@code *.name} or {@code *}
     */
    public record Sip(
            int port,
            int tlsPort,
            String imsDomain,
            Optional<String> outboundProxy,
            Set<String> trustedPeers,
            List<String> domains) {}

    /**
     * A component of an XMPP server, and our stream to that (XEP-0114).
     *
     * @param domain our component's domain
     * @param imsDomain the domain of the IMS users whom it shows by their user part alone
     * @param secret shared secret; when empty, the accounts file has it
     * @param serverDomain domain of the XMPP server's users
     * @param domains domains whose users are on XMPP and may write to IMS users: names, {@code *.name} or {@code *}
     * @param tls none where the stream is not encrypted
     */
    public record Xmpp(
            String host,
            int port,
            String domain,
            String imsDomain,
            String secret,
            String serverDomain,
            List<String> domains,
            Optional<XmppTls> tls) {
        /** Without the secret: settings are logged. */
        @Override
        public String toString() {
            return "Xmpp[" + host + ":" + port + ", " + domain + ", " + serverDomain + "]";
        }
    }

    /**
     * TLS to an XMPP server.
     *
     * @param ca PEM file of authorities that its certificate may be of, besides those of Java
     * @param name what the certificate must be for
     */
    public record XmppTls(Optional<Path> ca, String name) {}

    /**
     * The chat of portal users, whose browsers reach the XMPP server themselves.
     *
     * @param domain the domain of their XMPP addresses
     * @param websocketUrl where the XMPP server takes WebSockets (RFC 7395)
     * @param boshUrl where it takes BOSH (XEP-0206)
     * @param uploadOrigin scheme, host and port of uploaded files (XEP-0363)
     */
    public record Chat(String domain, String websocketUrl, String boshUrl, String uploadOrigin) {}

    /**
     * Media.
     *
     * @param rtpFirst first even UDP port for RTP
     * @param rtpLast last UDP port for RTCP
     * @param silence how long no RTP may come before a share is ended
     * @param webrtcPort UDP port of all who watch by WebRTC
     * @param webrtcViewers how many may at a time
     * @param browserCalls how many calls of phones with the portal's pages there may be at a time
     * @param rewind what is kept of shares for those who rewind
     * @param rtsp players by RTSP
     * @param rtmp URL of the RTMP application that each share is pushed to
     * @param rtmpPushes how many are at a time
     * @param transcoder the process that transcodes
     */
    public record Media(
            int rtpFirst,
            int rtpLast,
            Duration silence,
            int webrtcPort,
            int webrtcViewers,
            int browserCalls,
            Rewind rewind,
            Rtsp rtsp,
            Optional<String> rtmp,
            int rtmpPushes,
            Transcoder transcoder) {}

    /**
     * The transcoder.
     *
     * @param directory where it is, when it is installed
     * @param videos how many videos are transcoded at a time
     * @param sounds how many sounds are
     * @param megabytes of memory that it may take
     */
    public record Transcoder(Optional<Path> directory, int videos, int sounds, int megabytes) {}

    /**
     * RTSP.
     *
     * @param port TCP port
     * @param rtpPort UDP port that RTP comes from, even; RTCP has the next one
     * @param sessions how many may play at a time
     */
    public record Rtsp(int port, int rtpPort, int sessions) {}

    /**
     * What is kept of shares in memory, for HLS, to rewind and to watch again.
     *
     * @param length how much of one
     * @param octets the most of one
     * @param total the most of all
     */
    public record Rewind(Duration length, long octets, long total) {}

    /**
     * MSRP sessions.
     *
     * @param port TCP port
     * @param tlsPort TLS port; used with a certificate only
     * @param sessions how many may be open
     * @param chatIdle how long nobody may say anything before a chat is ended
     * @param chatRing how long an IMS user may take to accept a chat
     * @param relay the relays that we are reached through, the nearest first
     */
    public record Msrp(
            int port, int tlsPort, int sessions, Duration chatIdle, Duration chatRing, Optional<MsrpRelay> relay) {}

    /**
     * Files that users send each other.
     *
     * @param most octets of one
     * @param total octets of all that are kept
     * @param expiry how long one is kept
     * @param transfers how many may come at a time
     * @param resume how long a phone whose connection broke may take to send the rest
     * @param sources starts of URLs from which files that XMPP users link to may be fetched
     */
    public record Files(long most, long total, Duration expiry, int transfers, Duration resume, List<String> sources) {}

    /**
     * A bucket that files are kept in.
     *
     * @param url of the service, with a slash at its end
     */
    public record S3(String url, String region, String bucket, String accessKey, String secret) {
        /** Without the secret: settings are logged. */
        @Override
        public String toString() {
            return "S3[" + url + bucket + ", " + region + "]";
        }
    }

    /**
     * What portal users keep.
     *
     * @param quota octets of one user
     * @param expiry how long each thing is kept
     * @param record whose shares are recorded: SIP addresses, numbers, domains or {@code *}
     * @param services of which services: {@code cs-voice}, {@code gsma-vs}, {@code video} or {@code *}
     * @param recordings how many are at a time
     * @param longest how long one may be
     */
    public record Gallery(
            long quota,
            Duration expiry,
            List<String> record,
            List<String> services,
            int recordings,
            Duration longest) {}

    /**
     * Content pushed to IMS users.
     *
     * @param most how many may wait
     * @param lifetime how long one may wait
     * @param link how long a link to a file opens it after that
     */
    public record Pushes(int most, Duration lifetime, Duration link) {}

    /**
     * Rooms of XMPP that IMS users enter.
     *
     * @param domains of rooms: names, {@code *.name} or {@code *}
     * @param history how many of its last messages are wanted from a room
     */
    public record Rooms(List<String> domains, int history) {}

    /**
     * Relays (RFC 4976).
     *
     * @param uris MSRP URIs parted by spaces
     */
    public record MsrpRelay(String uris, String user, String password) {
        /** Without the password: settings are logged. */
        @Override
        public String toString() {
            return "MsrpRelay[" + uris + ", " + user + "]";
        }
    }

    /**
     * Database.
     *
     * @param url JDBC URL
     */
    public record Store(String url, String user, String password) {
        /** Without the password: settings are logged. */
        @Override
        public String toString() {
            return "Store[" + url + ", " + user + "]";
        }
    }

    /**
     * Messages.
     *
     * @param outboxLimit how many messages may wait in each direction; 0: none waits
     * @param expiry how long a message may wait
     * @param retry how long the first wait is before a phone that cannot be reached is tried again
     * @param hold how long the final response to a MESSAGE waits for the XMPP server's word
     * @param type {@code normal} or {@code chat}: type of the message stanzas we send (RFC 7572 5)
     * @param history how long is kept what became of a message
     * @param historyLimit of how many messages; 0: of none
     */
    public record Messages(
            int outboxLimit,
            Duration expiry,
            Duration retry,
            Duration hold,
            String type,
            Duration history,
            int historyLimit) {}

    /**
     * Presence.
     *
     * @param most watches in each direction
     * @param each watches of one watcher
     * @param xcapRoot where the rules of the users are whose presence we serve, without a slash at its end
     * @param rulesDocument path below the root of a user's rules, with {@code {user}} for her URI
     * @param rulesAge how old rules may be
     * @param unlisted what everybody may who watches a user without rules: {@code allow} or {@code confirm}
     * @param listUser user part of the address to which lists are sent
     */
    public record Presence(
            int most,
            int each,
            Optional<String> xcapRoot,
            String rulesDocument,
            Duration rulesAge,
            String unlisted,
            String listUser) {}

    /**
     * Calls.
     *
     * @param ringTimeout how long a party may ring
     * @param longest how long a call may last once both have answered
     * @param jingleMost how many calls there may be between phones and XMPP users
     * @param silence how long nothing may come from the phone of such a call, when it should send
     * @param recording whether calls are recorded when a client wants it
     * @param recordingTone whether the parties hear a tone then
     * @param recordingExpiry how long a recording is kept
     * @param sinkAllow hosts of event sinks that may have a private address
     * @param sinkCa PEM file of a further authority for sinks
     */
    public record Calls(
            Duration ringTimeout,
            Duration longest,
            int jingleMost,
            Duration silence,
            boolean recording,
            boolean recordingTone,
            Duration recordingExpiry,
            List<String> sinkAllow,
            Optional<Path> sinkCa) {}

    /**
     * What keeps calls from being abused.
     *
     * @param allow how a number must begin; none means that any may
     * @param deny how it must not begin
     * @param premium likewise
     * @param emergency short numbers that are never called
     * @param active calls of one client at a time; 0 means any number, as below
     * @param perMinute calls of one client
     * @param perDay calls of one client
     * @param minutesPerDay minutes of one client's calls
     * @param pairPerHour calls of one pair of parties
     * @param cdrDays how many days call records stay in the database
     */
    public record Guard(
            List<String> allow,
            List<String> deny,
            List<String> premium,
            List<String> emergency,
            int active,
            int perMinute,
            int perDay,
            int minutesPerDay,
            int pairPerHour,
            int cdrDays) {}

    /**
     * The OpenID Connect provider whose access tokens we take.
     *
     * @param issuer its issuer identifier
     * @param audience what must be among a token's {@code aud}
     */
    public record Oidc(String issuer, String audience) {}

    /** Standalone: no IMS core is configured and only this machine can reach us. */
    public boolean standalone() {
        return sip.outboundProxy().isEmpty() && network.loopback();
    }

    static boolean isLoopback(String host) {
        return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
    }
}
