-- How far each message got. A number is given once, whichever way a message goes.
CREATE TABLE messages (
    number BIGINT PRIMARY KEY,
    run VARCHAR(8) NOT NULL,
    session_id VARCHAR(64),
    direction VARCHAR(16) NOT NULL,
    ims VARCHAR(1024) NOT NULL,
    xmpp VARCHAR(1024) NOT NULL,
    reference VARCHAR(256) NOT NULL,
    anonymous BOOLEAN NOT NULL,
    state SMALLINT NOT NULL,
    accepted TIMESTAMP(3) WITH TIME ZONE NOT NULL,
    sent TIMESTAMP(3) WITH TIME ZONE,
    failed TIMESTAMP(3) WITH TIME ZONE,
    delivered TIMESTAMP(3) WITH TIME ZONE,
    displayed TIMESTAMP(3) WITH TIME ZONE,
    reason VARCHAR(256) NOT NULL,
    lost VARCHAR(64) NOT NULL
);
CREATE INDEX messages_ims ON messages (ims, number);
CREATE INDEX messages_xmpp ON messages (xmpp, number);
