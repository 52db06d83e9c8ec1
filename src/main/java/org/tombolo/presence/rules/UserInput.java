package org.tombolo.presence.rules;

import static org.tombolo.presence.Namespaces.RPID;

import java.util.Optional;
import org.tombolo.xml.XmlElement;

/** How much of when somebody last did something is shown (RFC 5025 3.3.2.12), from the least on. */
enum UserInput {
    FALSE,
    BARE,
    THRESHOLDS,
    FULL;

    static UserInput parse(String word) {
        return switch (word) {
            case "bare" -> BARE;
            case "thresholds" -> THRESHOLDS;
            case "full" -> FULL;
            default -> FALSE;
        };
    }

    /** What is left of the element. */
    Optional<XmlElement> filter(XmlElement userInput) {
        XmlElement bare = XmlElement.of(RPID, "user-input", userInput.text());
        return switch (this) {
            case FALSE -> Optional.empty();
            case BARE -> Optional.of(bare);
            case THRESHOLDS ->
                Optional.of(
                        userInput.attribute("idle-threshold").isEmpty()
                                ? bare
                                : bare.with("idle-threshold", userInput.attribute("idle-threshold")));
            case FULL -> Optional.of(userInput);
        };
    }
}
