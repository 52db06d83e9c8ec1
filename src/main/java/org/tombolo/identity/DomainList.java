package org.tombolo.identity;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Domains that are let in: named ones, those below a name ({@code *.example}) or all ({@code *}). */
public final class DomainList {
    private final Set<String> names = new HashSet<>();
    private final Set<String> parents = new HashSet<>();
    private final boolean all;

    private DomainList(List<String> entries) {
        boolean everything = false;
        for (String entry : entries) {
            String name = entry.toLowerCase(Locale.ROOT);
            if (name.equals("*")) {
                everything = true;
            } else if (name.startsWith("*.")) {
                parents.add(name.substring(2));
            } else {
                names.add(name);
            }
        }
        this.all = everything;
    }

    /** A list of entries such as {@code example.net}, {@code *.example.net} and {@code *}. */
    public static DomainList of(List<String> entries) {
        return new DomainList(entries);
    }

    /** Whether a domain is let in. */
    public boolean has(String domain) {
        if (all) {
            return true;
        }
        String name = domain.toLowerCase(Locale.ROOT);
        return names.contains(name) || isBelow(name);
    }

    private boolean isBelow(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (parents.contains(name.substring(dot + 1))) {
                return true;
            }
        }
        return false;
    }
}
