-- Whom a portal user lets watch what phones share with her.
CREATE TABLE share_guests (
    host VARCHAR(255) NOT NULL,
    guest VARCHAR(255) NOT NULL,
    PRIMARY KEY (host, guest)
);
