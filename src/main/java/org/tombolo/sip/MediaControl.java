package org.tombolo.sip;

/** Requests for a key frame by INFO, of phones that have no RTCP for it (RFC 5168). */
public final class MediaControl {
    private static final String TYPE = "application/media_control+xml";

    /** RFC 5168 2: the receiver wants a whole picture. */
    public static final Body PICTURE_FAST_UPDATE = Body.text(
            TYPE,
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><media_control><vc_primitive>"
                    + "<to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>");

    private MediaControl() {}

    /** Whether a request asks for a whole picture. */
    public static boolean wantsPicture(SipRequest request) {
        return request.body()
                .filter(body -> body.is(TYPE) && body.text().contains("picture_fast_update"))
                .isPresent();
    }
}
