package org.tombolo.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The scope that a caller of a JAX-RS resource method must have. A method without it is refused to everybody, unless it is {@link Open}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {
    /** A scope such as {@code click-to-dial:calls:create}, or {@code admin}. */
    String value();

    /** Scopes of which each does as well; the method then looks itself which one this request needs. */
    String[] or() default {};

    /** Whether a signed link ({@code ?t=}) opens it too: for events and media, which browsers and players open without headers. */
    boolean link() default false;
}
