-- Programs that use the APIs. Lists are separated by blanks; the secret is 256 random bits, kept as its SHA-256.
CREATE TABLE api_clients (
    id VARCHAR(64) PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    owner VARCHAR(300),
    scopes VARCHAR(2000) NOT NULL,
    secret_hash VARCHAR(64) NOT NULL,
    enabled BOOLEAN NOT NULL,
    created_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
    button_key VARCHAR(64),
    button_origins VARCHAR(4000),
    button_callees VARCHAR(4000),
    CONSTRAINT api_clients_by_key UNIQUE (button_key)
);
