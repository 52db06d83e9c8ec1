-- Each time that the numbers at hand are used up, H2 writes its store to the disk in the middle of a transaction: 32 numbers, its
-- default, are six calls' events. What was at hand when a process was killed is left out, which no order minds.
ALTER TABLE call_events ALTER COLUMN position SET CACHE 10000;
ALTER TABLE cdrs ALTER COLUMN position SET CACHE 10000;
