-- Who watches whose presence across the two networks. The watcher is the user of IMS or of XMPP; authorised once the other has agreed.
CREATE TABLE presence_watches (
    watcher VARCHAR(4) NOT NULL,
    uri VARCHAR(1100) NOT NULL,
    ims VARCHAR(3100) NOT NULL,
    xmpp VARCHAR(3100) NOT NULL,
    authorised BOOLEAN NOT NULL,
    PRIMARY KEY (watcher, ims, xmpp)
);
