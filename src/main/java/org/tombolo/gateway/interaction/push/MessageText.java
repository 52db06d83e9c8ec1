package org.tombolo.gateway.interaction.push;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.sip.Body;
import org.tombolo.storage.StoredFile;

/** Writes what is pushed into messages. */
final class MessageText {
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final int LONGEST_NAME = 60;

    private final String links;

    /** @param links URL under which links to files are, without a slash at its end */
    MessageText(String links) {
        this.links = links;
    }

    /** In plain text. */
    List<Body> plain(Push push) {
        return List.of(Body.text(TEXT, words(push)));
    }

    private String words(Push push) {
        PushContent content = push.content();
        return Stream.of(
                        content.text(),
                        content.url(),
                        content.file().map(file -> shown(file.name())).orElse(""),
                        url(push).orElse(""))
                .filter(part -> !part.isEmpty())
                .reduce((before, after) -> before + "\n" + after)
                .orElse("");
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME) + "…";
    }

    private Optional<String> url(Push push) {
        return push.link().map(link -> links + "/" + link.token());
    }

    /** As RCS phones describe files (GSMA RCC.07), with the name where that fits. */
    List<Body> description(Push push) {
        Optional<StoredFile> file = push.content().file();
        return file.isPresent()
                ? Stream.of(file.get().name(), "")
                        .map(name -> new Body(
                                FileLink.TYPE,
                                description(push, file.get(), name).octets()))
                        .toList()
                : List.of();
    }

    private FileLink description(Push push, StoredFile file, String name) {
        FileLink.Resource resource = new FileLink.Resource(
                url(push).orElseThrow(),
                file.type(),
                OptionalLong.of(file.size()),
                push.link().map(Push.Link::until));
        return new FileLink(resource, name, Optional.empty());
    }
}
