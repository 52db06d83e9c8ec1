-- What became of each attempt to bring an event of a push to its sink; goes with its push.
CREATE TABLE push_deliveries (
    push_id VARCHAR(80) NOT NULL,
    sequence INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    happened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    outcome VARCHAR(12) NOT NULL,
    what VARCHAR(300) NOT NULL,
    millis INTEGER NOT NULL,
    CONSTRAINT push_deliveries_in_order PRIMARY KEY (push_id, sequence, attempt)
);

-- They tell the same, and of every attempt.
ALTER TABLE push_events DROP COLUMN attempts;
ALTER TABLE push_events DROP COLUMN outcome;
