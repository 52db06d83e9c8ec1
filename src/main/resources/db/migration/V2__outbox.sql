-- Messages that were answered for and wait for the XMPP server.
CREATE TABLE outbox (
    number BIGINT PRIMARY KEY,
    session_id VARCHAR(64) NOT NULL,
    stanza_id VARCHAR(128) NOT NULL,
    from_jid VARCHAR(3100) NOT NULL,
    to_jid VARCHAR(3100) NOT NULL,
    recipient VARCHAR(3100) NOT NULL,
    type VARCHAR(16) NOT NULL,
    subject VARCHAR(65536) NOT NULL,
    thread VARCHAR(65536) NOT NULL,
    language VARCHAR(64) NOT NULL,
    body VARCHAR(65536) NOT NULL,
    sender VARCHAR(3100) NOT NULL,
    imdn VARCHAR(65536) NOT NULL,
    arrived TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
