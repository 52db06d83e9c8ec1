-- Uploads of phones that can be gone on with (GSMA RCC.07), over a restart; the octets are in the content store.
CREATE TABLE phone_uploads (
    id VARCHAR(22) PRIMARY KEY,
    owner VARCHAR(1000) NOT NULL,
    tid VARCHAR(100) NOT NULL,
    file_name VARCHAR(200) NOT NULL,
    media_type VARCHAR(255) NOT NULL,
    octets BIGINT,
    thumbnail VARCHAR(22),
    touched TIMESTAMP(3) WITH TIME ZONE NOT NULL
);
