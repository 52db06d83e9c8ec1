package org.tombolo.filetransfer;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.tombolo.media.sdp.Direction;
import org.tombolo.msrp.MessageSource;
import org.tombolo.msrp.MsrpSession;
import org.tombolo.msrp.OutgoingMessage;
import org.tombolo.msrp.Terms;
import org.tombolo.msrp.sdp.AcceptTypes;
import org.tombolo.msrp.sdp.FileDescription;
import org.tombolo.msrp.sdp.FileSelector;
import org.tombolo.msrp.wire.FailureReport;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.sip.Body;
import org.tombolo.storage.Previews.Preview;
import org.tombolo.storage.RemoteFiles.Fetched;
import org.tombolo.storage.StoredFile;

/**
 * A file, or the rest of one, as a phone is offered it (RFC 5547 8.2.1).
 *
 * @param icon a small picture of it
 * @param begun octets that the phone has already
 */
public record FileOffer(Fetched fetched, Optional<Preview> icon, long begun) {
    private static final int ID_BYTES = 16;

    /** All of it. */
    public FileOffer(Fetched fetched, Optional<Preview> icon) {
        this(fetched, icon, 0);
    }

    StoredFile file() {
        return fetched.file();
    }

    FileOffer withoutIcon() {
        return new FileOffer(fetched, Optional.empty(), begun);
    }

    /** The rest; the phone has seen the icon. */
    FileOffer after(long octets) {
        return new FileOffer(fetched, Optional.empty(), octets);
    }

    /** Octets that are still to be sent. */
    long length() {
        return file().size() - begun;
    }

    /** The body of the INVITE. */
    Body body(MsrpSession session, RandomGenerator random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        String transfer = HexFormat.of().formatHex(id);
        // RFC 2392 2: a content id looks like an address.
        Optional<String> contentId = icon.map(i -> transfer + "@tombolo");
        FileDescription description = new FileDescription(
                selector(),
                Optional.of(transfer),
                Optional.of(disposition()),
                Map.of(),
                contentId.map("cid:"::concat),
                // RFC 5547 8.7: the first octet is number one.
                begun > 0
                        ? Optional.of(new FileDescription.Range(begun + 1, Optional.of(file().size())))
                        : Optional.empty());
        Terms terms = new Terms(
                AcceptTypes.of(file().type()), OptionalLong.empty(), Direction.SENDONLY, Optional.of(description));
        Body sdp = new MessageSdp(random.nextLong(1L << 62)).offer(session.offer(terms));
        return icon.map(picture -> Icon.with(sdp, picture, contentId.orElseThrow()))
                .orElse(sdp);
    }

    private FileSelector selector() {
        // RFC 5547 6: in upper case, with colons; of the whole file, whichever part is sent.
        String hash = HexFormat.ofDelimiter(":").withUpperCase().formatHex(fetched.sha1());
        return new FileSelector(
                Optional.of(file().name()),
                Optional.of(file().type()),
                OptionalLong.of(file().size()),
                List.of(new FileSelector.Hash("sha-1", hash)));
    }

    /** RFC 5547 7. */
    private String disposition() {
        return file().type().startsWith("image/") ? "render" : "attachment";
    }

    /** The one message of the session. */
    OutgoingMessage message(MessageSource content) {
        // RFC 5547 6: what the SDP says of name and disposition stands in the message, too; RFC 2231 4 for the name.
        String name = URLEncoder.encode(file().name(), StandardCharsets.UTF_8).replace("+", "%20");
        MsrpHeader disposition = new MsrpHeader(
                "Content-Disposition", disposition() + "; filename*=UTF-8''" + name + "; size=" + file().size());
        return new OutgoingMessage(file().type(), List.of(disposition), true, FailureReport.YES, content);
    }
}
