-- A party may be a SIP address, and a call's end has a word of ours beside CAMARA's.
ALTER TABLE calls ALTER COLUMN caller SET DATA TYPE VARCHAR(400);
ALTER TABLE calls ALTER COLUMN callee SET DATA TYPE VARCHAR(400);
ALTER TABLE calls ADD COLUMN detail VARCHAR(40);

-- What a later process needs to end the legs of calls that this one did not: gone with the call's final event.
CREATE TABLE call_legs (
    call_id VARCHAR(80) NOT NULL,
    name VARCHAR(10) NOT NULL,
    dialog VARCHAR(8000) NOT NULL,
    CONSTRAINT call_legs_of_call PRIMARY KEY (call_id, name)
);
