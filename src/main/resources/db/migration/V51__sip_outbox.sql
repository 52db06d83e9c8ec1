-- Messages that wait for phones.
CREATE TABLE sip_outbox (
    number BIGINT PRIMARY KEY,
    run VARCHAR(8) NOT NULL,
    recipient VARCHAR(1024) NOT NULL,
    sender VARCHAR(3100) NOT NULL,
    stanza_id VARCHAR(1024) NOT NULL,
    from_jid VARCHAR(3100) NOT NULL,
    to_jid VARCHAR(3100) NOT NULL,
    type VARCHAR(16) NOT NULL,
    subject VARCHAR(65536) NOT NULL,
    thread VARCHAR(65536) NOT NULL,
    language VARCHAR(64) NOT NULL,
    body VARCHAR(65536) NOT NULL,
    more VARCHAR(262144) NOT NULL,
    arrived TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    expires TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
CREATE INDEX sip_outbox_recipient ON sip_outbox (recipient, number);
