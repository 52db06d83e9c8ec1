package org.tombolo.gateway.interconnection;

import java.util.List;
import java.util.Optional;
import org.tombolo.msrp.cpim.FileLink;
import org.tombolo.xmpp.Extension;
import org.tombolo.xmpp.XmppMessage;

/** Links to files on both sides: as RCS phones tell them (GSMA RCC.07), and as XMPP clients do (XEP-0066, XEP-0447). */
final class FileLinks {
    private FileLinks() {}

    /** What a stanza carries for a file of a phone: the link for all clients, and what it is for those that ask. */
    static List<Extension> toXmpp(FileLink link) {
        FileLink.Resource file = link.file();
        return List.of(
                new Extension.OutOfBand(file.url(), link.name()),
                new Extension.SharedFile(
                        file.url(),
                        link.name(),
                        file.type(),
                        file.size(),
                        link.thumbnail().map(t -> new Extension.Thumbnail(t.url(), t.type(), t.size())),
                        file.until()));
    }

    /** The file of a stanza for a phone that takes links: one that is kept for it, and so has an end. */
    static Optional<FileLink> toPhone(XmppMessage stanza) {
        return stanza.extension(Extension.SharedFile.class)
                .filter(file -> file.until().isPresent())
                .map(file -> new FileLink(
                        new FileLink.Resource(file.url(), file.type(), file.size(), file.until()),
                        file.name(),
                        // It is kept as long as the file.
                        file.thumbnail().map(t -> new FileLink.Resource(t.url(), t.type(), t.size(), file.until()))));
    }
}
