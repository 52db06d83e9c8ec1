package org.tombolo.msrp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tombolo.msrp.wire.FrameWriter;
import org.tombolo.msrp.wire.MsrpHeader;
import org.tombolo.msrp.wire.MsrpPath;
import org.tombolo.msrp.wire.MsrpRequest;
import org.tombolo.msrp.wire.MsrpResponse;
import org.tombolo.msrp.wire.MsrpSyntaxException;
import org.tombolo.msrp.wire.MsrpUri;

/** Asks the relays one after the other to serve us (RFC 4976 5.1). On the thread of the connection. */
final class RelayAuth {
    private static final int MOST_TRIES = 3;
    /** Seconds that a place lasts when the relay does not say. */
    private static final int UNSAID = 900;

    private final RelayLink link;
    private final Connection connection;
    private final RelayOptions options;
    private final Ids ids;
    private final MsrpUri own;
    private Optional<MsrpPath> usePath = Optional.empty();
    private int relay;
    /** What we ask for; the relay chooses when this is empty, since some refuse whatever one asks for. */
    private Optional<String> expires = Optional.empty();

    private int tries;
    private Duration least = Duration.ofDays(1);

    RelayAuth(RelayLink link, Connection connection, RelayOptions options, Ids ids, MsrpUri own) {
        this.link = link;
        this.connection = connection;
        this.options = options;
        this.ids = ids;
        this.own = own;
    }

    void start() {
        ask(Optional.empty());
    }

    /** A relay behind others is asked through them. */
    private void ask(Optional<DigestAnswer> answer) {
        MsrpPath asked = MsrpPath.of(options.relays().hops().get(relay));
        MsrpPath to = usePath.map(path -> path.reversed().then(asked)).orElse(asked);
        List<MsrpHeader> headers = new ArrayList<>();
        expires.ifPresent(seconds -> headers.add(new MsrpHeader("Expires", seconds)));
        answer.ifPresent(digest -> headers.add(new MsrpHeader("Authorization", digest.value())));
        Request request = new Request(answer.orElse(null));
        connection.thread().transactions.started(request);
        connection.send(FrameWriter.request(
                new MsrpRequest(request.transaction(), MsrpRequest.AUTH, to, MsrpPath.of(own), headers)));
        connection.thread().transactions.written(request);
    }

    private void answered(MsrpResponse response, @Nullable DigestAnswer given) {
        int code = response.status().code();
        if (response.status().ok()) {
            accepted(response, given);
        } else if (++tries > MOST_TRIES) {
            link.refused(connection, response.status().text());
        } else if (code == 401 && given == null) {
            challenged(response);
        } else if (code == 423) {
            // RFC 4976 5.1: the relay says how long it would serve us.
            expires = response.header("Min-Expires").or(() -> response.header("Max-Expires"));
            ask(Optional.empty());
        } else {
            link.refused(connection, response.status().text());
        }
    }

    private void challenged(MsrpResponse response) {
        Optional<DigestAnswer> answer = DigestAnswer.to(
                response.header("WWW-Authenticate").orElse(""),
                new DigestAnswer.Credentials(options.user(), options.password()),
                options.relays().hops().get(relay).text(),
                ids.transaction());
        if (answer.isPresent()) {
            ask(answer);
        } else {
            link.refused(connection, "a challenge that we cannot answer");
        }
    }

    private static int seconds(Optional<String> header) {
        return header.filter(text -> text.matches("[1-9]\\d{0,8}"))
                .map(Integer::parseInt)
                .orElse(UNSAID);
    }

    private void accepted(MsrpResponse response, @Nullable DigestAnswer given) {
        if (given != null && !given.provenBy(response.header("Authentication-Info"))) {
            link.refused(connection, "the relay does not know our password");
            return;
        }
        try {
            usePath = Optional.of(RelayLink.whole(response, usePath));
        } catch (MsrpSyntaxException e) {
            link.refused(connection, "Use-Path: " + e.getMessage());
            return;
        }
        Duration granted = Duration.ofSeconds(seconds(response.header("Expires")));
        least = granted.compareTo(least) < 0 ? granted : least;
        tries = 0;
        if (++relay < options.relays().hops().size()) {
            ask(Optional.empty());
        } else {
            link.authorised(connection, usePath.get(), least);
        }
    }

    /** One AUTH. */
    private final class Request implements Transactions.Pending {
        private final String transaction = ids.transaction();
        private final @Nullable DigestAnswer given;

        Request(@Nullable DigestAnswer given) {
            this.given = given;
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
            RelayAuth.this.answered(response, given);
        }

        @Override
        public void timedOut() {
            link.refused(connection, "no answer");
        }
    }
}
