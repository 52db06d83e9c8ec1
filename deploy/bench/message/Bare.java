import java.io.IOException;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** What the container itself can do: answers each MESSAGE with 200 and forgets it. */
public final class Bare extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doMessage(SipServletRequest request) throws IOException {
        request.createResponse(200).send();
        request.getApplicationSession().invalidate();
    }
}
