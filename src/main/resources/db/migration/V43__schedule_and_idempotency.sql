-- What was answered to a request with an Idempotency-Key; status is empty while the first one is under way.
CREATE TABLE idempotency_keys (
    owner VARCHAR(300) NOT NULL,
    request_key VARCHAR(255) NOT NULL,
    fingerprint VARCHAR(64) NOT NULL,
    status INTEGER,
    body VARCHAR(16000),
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    CONSTRAINT idempotency_keys_of_owner PRIMARY KEY (owner, request_key)
);

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Calls that are to begin later. The sink's token is forgotten when the call has begun or was cancelled.
CREATE TABLE scheduled_calls (
    id VARCHAR(80) PRIMARY KEY,
    owner VARCHAR(300) NOT NULL,
    caller VARCHAR(400) NOT NULL,
    callee VARCHAR(400) NOT NULL,
    due_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    state VARCHAR(12) NOT NULL,
    call_id VARCHAR(80),
    ring_seconds INTEGER,
    longest_seconds INTEGER,
    anonymous BOOLEAN NOT NULL,
    sink VARCHAR(2048),
    sink_token VARCHAR(4096),
    sink_token_expires TIMESTAMP(6) WITH TIME ZONE,
    sink_client VARCHAR(128),
    sink_token_uri VARCHAR(2048),
    correlator VARCHAR(256)
);

CREATE INDEX scheduled_calls_by_time ON scheduled_calls (state, due_at);
CREATE INDEX scheduled_calls_by_owner ON scheduled_calls (owner, due_at);
