package org.tombolo.web.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.tombolo.identity.WebUser;
import org.tombolo.web.token.Scopes;

/** The portal's sessions. Safe for all threads. */
public final class Sessions {
    /** How long a session is good after sign-in. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    private static final String ADMIN = "admin";
    private static final int MOST = 10_000;
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int TRIES_OF_NAME_AT_ADDRESS = 5;
    private static final int TRIES_OF_NAME = 50;
    // Behind a reverse proxy everybody has one address, so this one is generous.
    private static final int TRIES_AT_ADDRESS = 200;

    private final Map<String, String> passwords;
    private final SecureRandom random;
    private final Cache<String, Session> open;
    private final Attempts byNameAndAddress;
    private final Attempts byName;
    private final Attempts byAddress;

    /** @param passwords the portal's users with their passwords; nobody else can sign in */
    public Sessions(Map<String, String> passwords, SecureRandom random, Clock clock) {
        this.passwords = Map.copyOf(passwords);
        this.random = random;
        this.open = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LIFETIME)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
        this.byNameAndAddress = new Attempts(TRIES_OF_NAME_AT_ADDRESS, WINDOW, clock);
        this.byName = new Attempts(TRIES_OF_NAME, WINDOW, clock);
        this.byAddress = new Attempts(TRIES_AT_ADDRESS, WINDOW, clock);
    }

    /**
     * Signs in.
     *
     * @param address where the attempt comes from, to slow down guessing
     */
    public SignIn signIn(String name, String password, String address) {
        // An attempt counts before its password is looked at, so that many at once gain nothing.
        Optional<Duration> wait = wait(name, address);
        if (wait.isPresent()) {
            return new SignIn.TooMany(wait.get());
        }
        if (!isRight(name, password)) {
            return new SignIn.Wrong();
        }
        byNameAndAddress.clear(name + "|" + address);
        byName.clear(name);
        byAddress.clear(address);
        return new SignIn.Welcome(begin(new WebUser(name)));
    }

    private Optional<Duration> wait(String name, String address) {
        Optional<Duration> here = byNameAndAddress.add(name + "|" + address);
        // Only what this address was let do counts against the name: else one address could lock it for everybody.
        Optional<Duration> anywhere = here.isPresent() ? Optional.empty() : byName.add(name);
        return Stream.of(here, anywhere, byAddress.add(address))
                .flatMap(Optional::stream)
                .max(Duration::compareTo);
    }

    /** The session of a cookie, or empty when there is none or it is over. */
    public Optional<Session> find(String cookie) {
        return Optional.ofNullable(open.getIfPresent(cookie));
    }

    /** Ends the session of a cookie, if there is one. */
    public void end(String cookie) {
        open.invalidate(cookie);
    }

    /** Signs in a screen, such as a TV, that a user has let show what she may see. */
    public Session screen(WebUser user) {
        return begin(user, Scopes.ofScreen());
    }

    private Session begin(WebUser user) {
        return begin(user, user.name().equals(ADMIN) ? Scopes.all() : Scopes.ofPortalUser());
    }

    private Session begin(WebUser user, Set<String> scopes) {
        Session session = new Session(secret(), secret(), user, scopes);
        open.put(session.cookie(), session);
        return session;
    }

    /** Takes as long for a name that does not exist as for a wrong password. */
    private boolean isRight(String name, String password) {
        Optional<String> expected = Optional.ofNullable(passwords.get(name));
        boolean same = MessageDigest.isEqual(digest(expected.orElse("")), digest(password));
        return same && expected.isPresent();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private String secret() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
