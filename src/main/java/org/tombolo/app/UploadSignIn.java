package org.tombolo.app;

import java.util.Map;
import java.util.Optional;
import javax.servlet.http.HttpServletRequest;
import org.tombolo.registrar.Digest;
import org.tombolo.web.Access;
import org.tombolo.web.Credentials;
import org.tombolo.web.Refusal;
import org.tombolo.web.file.UploadAccess;

/**
 * Who may upload files (GSMA RCC.07): in standalone mode the users of SIP, by the same passwords (RFC 7616); everywhere who has a
 * token with the scope {@code files:write}, such as the operator's authentication proxy.
 */
final class UploadSignIn implements UploadAccess {
    private static final String SCOPE = "files:write";

    private final Access access;
    private final Optional<Digest> phones;

    UploadSignIn(Access access, Optional<Digest> phones) {
        this.access = access;
        this.phones = phones;
    }

    @Override
    public Verdict judge(HttpServletRequest request) {
        String authorization =
                Optional.ofNullable(request.getHeader("Authorization")).orElse("");
        boolean phone = authorization.isEmpty() || authorization.regionMatches(true, 0, "Digest ", 0, 7);
        return phone && phones.isPresent() ? digest(phones.get(), request, authorization) : bearer(request);
    }

    private static Verdict digest(Digest digest, HttpServletRequest request, String authorization) {
        Digest.Result result = digest.check(request.getMethod(), authorization);
        if (result instanceof Digest.Result.Ask ask) {
            return new Verdict.Refused(401, "sign in as you do for SIP", Map.of("WWW-Authenticate", ask.challenge()));
        }
        return result instanceof Digest.Result.Good good
                ? new Verdict.Allowed("sip:" + good.username())
                : new Verdict.Refused(403, "wrong user name or password", Map.of());
    }

    private Verdict bearer(HttpServletRequest request) {
        try {
            return new Verdict.Allowed("client:"
                    + access.require(Credentials.of(request), SCOPE, false).name());
        } catch (Refusal e) {
            return new Verdict.Refused(e.status(), e.detail(), e.headers());
        }
    }
}
