-- A sink whose tokens we get by an assertion of ours (private_key_jwt), and the correlator that its events carry.
ALTER TABLE calls ADD COLUMN sink_client VARCHAR(128);
ALTER TABLE calls ADD COLUMN sink_token_uri VARCHAR(2048);
ALTER TABLE calls ADD COLUMN correlator VARCHAR(256);
