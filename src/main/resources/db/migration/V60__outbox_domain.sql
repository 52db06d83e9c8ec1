-- Each component's messages wait for the stream of that component alone.
ALTER TABLE outbox ADD COLUMN domain VARCHAR(1023) DEFAULT '' NOT NULL;
UPDATE outbox SET domain = REGEXP_REPLACE(REGEXP_REPLACE(from_jid, '/.*$', ''), '^.*@', '');
CREATE INDEX outbox_domain ON outbox (domain, number);
