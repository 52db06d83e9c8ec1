-- Waiting messages carry what a stanza has besides its text, and are given up at a time of their own. Whether the sender
-- asked for notifications stands in the stanza id.
ALTER TABLE outbox ALTER COLUMN stanza_id SET DATA TYPE VARCHAR(1024);
ALTER TABLE outbox DROP COLUMN imdn;
ALTER TABLE outbox ADD COLUMN more VARCHAR(262144) DEFAULT '' NOT NULL;
ALTER TABLE outbox ADD COLUMN expires TIMESTAMP(3) WITH TIME ZONE;
UPDATE outbox SET expires = arrived + INTERVAL '7' DAY;
ALTER TABLE outbox ALTER COLUMN expires SET NOT NULL;
CREATE INDEX outbox_expires ON outbox (expires);
