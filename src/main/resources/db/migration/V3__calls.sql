-- Third-party calls, now and of the last 24 hours. The sink's token is there only while the sink waits for events.
CREATE TABLE calls (
    id VARCHAR(80) PRIMARY KEY,
    caller VARCHAR(16) NOT NULL,
    callee VARCHAR(16) NOT NULL,
    owner VARCHAR(300) NOT NULL,
    revision INTEGER NOT NULL,
    state VARCHAR(20) NOT NULL,
    reason VARCHAR(24),
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    changed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    connected_at TIMESTAMP(6) WITH TIME ZONE,
    sink VARCHAR(2048),
    sink_token VARCHAR(4096),
    sink_token_expires TIMESTAMP(6) WITH TIME ZONE
);

CREATE INDEX calls_by_age ON calls (created_at, id);
CREATE INDEX calls_by_owner ON calls (owner, created_at, id);
CREATE INDEX calls_unfinished ON calls (reason);

-- One row a change; undelivered while a sink waits for it.
CREATE TABLE call_events (
    call_id VARCHAR(80) NOT NULL,
    sequence INTEGER NOT NULL,
    id VARCHAR(100) NOT NULL,
    happened_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    json VARCHAR(4096) NOT NULL,
    final BOOLEAN NOT NULL,
    undelivered BOOLEAN NOT NULL,
    CONSTRAINT call_events_in_order PRIMARY KEY (call_id, sequence)
);

CREATE INDEX call_events_undelivered ON call_events (undelivered);
CREATE INDEX call_events_by_age ON call_events (happened_at);
