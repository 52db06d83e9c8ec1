package org.tombolo.gateway.convergence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tombolo.sip.FeatureTags;
import org.tombolo.sip.Header;
import org.tombolo.sip.SipRequest;

/** The Video Share services of GSMA, which phones name by a feature tag in Contact and Accept-Contact. */
public enum VideoShare {
    /** One-way video beside a circuit-switched call, which has the voice (IR.74). */
    BESIDE_A_CALL("cs-voice", "+g.3gpp.cs-voice", ""),
    /** Video outside a call (IR.84, phase 2). */
    OUTSIDE_A_CALL("gsma-vs", "+g.3gpp.iari-ref", "urn:urn-7:3gpp-application.ims.iari.gsma-vs");

    private final String id;
    private final String tag;
    private final String application;

    VideoShare(String id, String tag, String application) {
        this.id = id;
        this.tag = tag;
        this.application = application;
    }

    /** What settings call it. */
    String id() {
        return id;
    }

    /** Those that a request names; none in a video call of no such service. */
    static List<VideoShare> namedIn(SipRequest request) {
        // RFC 3841 9.2: Accept-Contact says what the request is for, Contact what its sender can do besides.
        List<VideoShare> asked = in(FeatureTags.of(request, "Accept-Contact"));
        return asked.isEmpty() ? in(FeatureTags.of(request, "Contact")) : asked;
    }

    /** Whether a request names Video Share and no other service. */
    static boolean aloneIn(SipRequest request) {
        return !namedIn(request).isEmpty()
                && List.of("Accept-Contact", "Contact").stream()
                        .flatMap(header -> FeatureTags.of(request, header).services().entrySet().stream())
                        .allMatch(tag -> tag.getValue().stream().allMatch(value -> isOurs(tag.getKey(), value)));
    }

    private static boolean isOurs(String name, String value) {
        return Arrays.stream(values())
                .anyMatch(service -> service.tag.equals(name)
                        && (service.application.isEmpty() || service.application.equals(value)));
    }

    /** Whether a request asks for such a service, whatever its sender can do besides. */
    public static boolean isAskedFor(SipRequest request) {
        return !in(FeatureTags.of(request, "Accept-Contact")).isEmpty();
    }

    private static List<VideoShare> in(FeatureTags tags) {
        return Arrays.stream(values()).filter(service -> service.isIn(tags)).toList();
    }

    private boolean isIn(FeatureTags tags) {
        return application.isEmpty() ? tags.has(tag) : tags.has(tag, application);
    }

    /** The service that the INVITE of a share belongs to. */
    static Optional<VideoShare> of(SipRequest invite) {
        return namedIn(invite).stream().findFirst();
    }

    /** The tag in our Contact: that we can do it (RFC 3840 9). */
    public Header contact() {
        return new Header("Contact", parameter());
    }

    /** What an INVITE of ours asks for, so that a phone without it is not reached (RFC 3841 9.2). */
    public Header acceptContact() {
        return new Header("Accept-Contact", "*;" + parameter());
    }

    // TS 24.229 7.9.2: the colons of a URN are escaped there.
    private String parameter() {
        return application.isEmpty() ? tag : tag + "=\"" + application.replace(":", "%3A") + '"';
    }
}
