package org.tombolo.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user of our portal.
 *
 * @param name the name the user signs in with: 1 to 64 letters, digits, {@code .}, {@code -} or {@code _}
 */
public record WebUser(String name) implements Address {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public WebUser {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a portal user's name has 1 to 64 letters, digits, '.', '-' or '_', not: " + name);
        }
    }

    /** A user of that name, without {@code web:}; empty when nobody can have it. */
    public static Optional<WebUser> parse(String name) {
        return ALLOWED.matcher(name).matches() ? Optional.of(new WebUser(name)) : Optional.empty();
    }

    @Override
    public String text() {
        return "web:" + name;
    }
}
