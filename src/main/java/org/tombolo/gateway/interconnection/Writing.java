package org.tombolo.gateway.interconnection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.cpim.IsComposing;
import org.tombolo.sip.ConvergedSession;
import org.tombolo.xmpp.Extension.ChatState.State;

/**
 * That somebody of the IMS writes, as XMPP is told: when she begins, and when she has ceased (RFC 7573 6, XEP-0085). On the
 * session's executor.
 */
public final class Writing {
    private final ConvergedSession session;
    private final Consumer<State> tell;
    private boolean active;
    private @Nullable Runnable end;

    /** @param tell tells XMPP */
    public Writing(ConvergedSession session, Consumer<State> tell) {
        this.session = session;
        this.tell = tell;
    }

    /** RFC 7573 6: active is composing, idle is active. */
    public void news(IsComposing news) {
        if (!news.active()) {
            ceased();
            return;
        }
        if (!active) {
            tell.accept(State.COMPOSING);
        }
        active = true;
        cancelTimer();
        // RFC 3994 3.3: whoever does not say it again has ceased to write.
        end = session.schedule(news.holds(), this::ceased);
    }

    /** She does not write any more. */
    public void ceased() {
        if (active) {
            tell.accept(State.ACTIVE);
        }
        said();
    }

    /** RFC 3994 3.3: words end the writing of them, and XMPP clients know that (XEP-0085 5.3). */
    public void said() {
        active = false;
        cancelTimer();
    }

    private void cancelTimer() {
        if (end != null) {
            end.run();
            end = null;
        }
    }
}
