package org.tombolo.msrp;

import java.util.List;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpResponse;

/** The first SEND of the side that connects: without a body, it binds the session to the connection (RFC 4975 5.4). */
final class Hello implements Transactions.Pending {
    private final EndpointSession session;
    private final Connection connection;
    private final String transaction;

    Hello(EndpointSession session, Connection connection) {
        this.session = session;
        this.connection = connection;
        this.transaction = session.ids().transaction();
    }

    void send() {
        List<MsrpHeader> headers = List.of(
                new MsrpHeader("Message-ID", session.ids().message()),
                // RFC 4975 7.1.1: nothing starts at 1.
                new MsrpHeader("Byte-Range", "1-0/0"));
        connection.thread().transactions.started(this);
        connection.send(FrameWriter.request(new MsrpRequest(
                transaction, MsrpRequest.SEND, session.pathToPeer(), MsrpPath.of(session.uri()), headers)));
        connection.thread().transactions.written(this);
    }

    @Override
    public String transaction() {
        return transaction;
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void answered(MsrpResponse response) {
        if (response.status().ok()) {
            session.opened();
        } else {
            session.end(new SessionEnd(
                    SessionEnd.Cause.REFUSED,
                    "the peer answered " + response.status().text()));
        }
    }

    @Override
    public void timedOut() {
        session.end(new SessionEnd(SessionEnd.Cause.NOT_CONNECTED, "the peer did not answer"));
    }
}
