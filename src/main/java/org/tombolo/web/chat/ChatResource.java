package org.tombolo.web.chat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
import javax.ws.rs.core.SecurityContext;
import org.tombolo.config.Settings;
import org.tombolo.identity.Jid;
import org.tombolo.identity.WebUser;
import org.tombolo.web.Caller;
import org.tombolo.web.Page;
import org.tombolo.web.Refusal;
import org.tombolo.web.Requires;
import org.tombolo.web.session.Attempts;
import org.tombolo.web.token.ChatKey;

/** {@code /api/v1/chat}: signing a portal user's browser in to the XMPP server, and finding people to write to. */
@Path("api/v1/chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatResource {
    private static final String SCOPE = "chat";
    private static final int LONGEST_QUERY = 256;
    private static final int PER_MINUTE = 30;

    private final Settings.Chat chat;
    private final ChatKey key;
    private final ContactSearch search;
    private final Attempts credentials;
    private final Attempts searches;

    public ChatResource(Settings.Chat chat, ChatKey key, ContactSearch search, Clock clock) {
        this.chat = chat;
        this.key = key;
        this.search = search;
        this.credentials = new Attempts(PER_MINUTE, Duration.ofMinutes(1), clock);
        this.searches = new Attempts(PER_MINUTE, Duration.ofMinutes(1), clock);
    }

    /** A credential for the XMPP server, good for some minutes. */
    @POST
    @Path("credential")
    @Requires(SCOPE)
    public Response credential(@Context SecurityContext security) {
        Jid address = address(security);
        limit(credentials, address);
        return Response.ok(SignIn.of(key.credential(address), chat))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /**
     * Who has a number, address or name.
     *
     * @param query the whole of it
     */
    @GET
    @Path("contacts")
    @Requires(SCOPE)
    public Page<Contact> contacts(@QueryParam("q") @DefaultValue("") String query, @Context SecurityContext security) {
        Jid asking = address(security);
        String wanted = query.trim();
        if (wanted.isEmpty() || wanted.length() > LONGEST_QUERY) {
            throw Refusal.of(400, "q: must be a number, an address or a name of at most " + LONGEST_QUERY + " letters");
        }
        limit(searches, asking);
        List<Contact> others = search.find(wanted).stream()
                .filter(contact -> !contact.address().equals(asking.text()))
                .toList();
        return new Page<>(others, Optional.empty());
    }

    private Jid address(SecurityContext security) {
        WebUser user = Caller.of(security)
                .user()
                .orElseThrow(() -> Refusal.of(403, "only who is signed in to the portal chats as herself"));
        Jid address = new Jid(user.name(), chat.domain(), "");
        // XMPP does not tell Bob from bob (RFC 7622 3.3.1), and nobody may sign in as the other.
        if (!address.local().equals(user.name())) {
            throw Refusal.of(403, "a user with capital letters in her name has no chat address");
        }
        return address;
    }

    private static void limit(Attempts attempts, Jid user) {
        attempts.add(user.local()).ifPresent(wait -> {
            throw Refusal.of(429, "too many requests; try again later")
                    .with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
        });
    }

    /** How to reach the XMPP server, and as whom. */
    record SignIn(String address, String password, String expiresAt, String websocket, String bosh, String files) {
        static SignIn of(ChatKey.Credential credential, Settings.Chat chat) {
            return new SignIn(
                    credential.address().text(),
                    credential.password(),
                    credential.expiresAt().toString(),
                    chat.websocketUrl(),
                    chat.boshUrl(),
                    chat.uploadOrigin());
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return address;
        }
    }
}
