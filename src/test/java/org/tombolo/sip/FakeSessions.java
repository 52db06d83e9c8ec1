package org.tombolo.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tombolo.trace.SessionId;

/** Sessions that run everything at once. */
public final class FakeSessions implements ConvergedSessions {
    /** All of them, oldest first. */
    public final List<FakeSession> opened = new ArrayList<>();

    @Override
    public FakeSession open() {
        opened.add(new FakeSession("call-000" + opened.size()));
        return opened.get(opened.size() - 1);
    }

    @Override
    public Optional<ConvergedSession> find(SessionId id) {
        return Optional.empty();
    }

    @Override
    public int count() {
        return opened.size();
    }
}
