-- What each client may have instead of what the settings say for all; empty means as the settings say, 0 any amount.
ALTER TABLE api_clients ADD COLUMN quota_active INTEGER;
ALTER TABLE api_clients ADD COLUMN quota_per_minute INTEGER;
ALTER TABLE api_clients ADD COLUMN quota_per_day INTEGER;
ALTER TABLE api_clients ADD COLUMN quota_minutes_per_day INTEGER;
-- When it last got a token, or its button was used; written once a minute at most.
ALTER TABLE api_clients ADD COLUMN last_used_at TIMESTAMP(6) WITH TIME ZONE;

-- What clients call a call and its parties.
CREATE TABLE call_labels (
    call_id VARCHAR(80) NOT NULL,
    label_of VARCHAR(400) NOT NULL,
    label VARCHAR(400) NOT NULL,
    CONSTRAINT call_labels_of_call PRIMARY KEY (call_id, label_of),
    CONSTRAINT call_labels_go_with_the_call FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE
);
