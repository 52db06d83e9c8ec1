package org.tombolo.msrp;

import java.util.List;
import java.util.function.Consumer;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpResponse;
import org.tombolo.msrp.wire.MsrpStatus;
import org.tombolo.msrp.wire.UseNickname;

/** A NICKNAME of ours (RFC 7701 7.1). On the thread of the connection. */
final class NicknameRequest implements Transactions.Pending {
    private final EndpointSession session;
    private final Connection connection;
    private final Consumer<MsrpStatus> answer;
    private final String transaction;

    NicknameRequest(EndpointSession session, Connection connection, Consumer<MsrpStatus> answer) {
        this.session = session;
        this.connection = connection;
        this.answer = answer;
        this.transaction = session.ids().transaction();
    }

    /** @param value of the header */
    void send(String value) {
        List<MsrpHeader> headers = List.of(new MsrpHeader(UseNickname.NAME, value));
        connection.thread().transactions.started(this);
        connection.send(FrameWriter.request(new MsrpRequest(
                transaction, MsrpRequest.NICKNAME, session.pathToPeer(), MsrpPath.of(session.uri()), headers)));
        connection.thread().transactions.written(this);
        session.trace("asks for a nickname");
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
        answer.accept(response.status());
    }

    @Override
    public void timedOut() {
        answer.accept(MsrpStatus.TIMEOUT);
    }
}
