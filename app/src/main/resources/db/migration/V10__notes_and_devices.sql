-- What people note of a line, newest last; sealed like labels.
CREATE TABLE line_note (
  bucket     smallint    NOT NULL,
  id         bigint      NOT NULL,
  account_id bigint      NOT NULL,
  line_id    bigint      NOT NULL,
  author_id  bigint      NOT NULL,  -- a member, who may have left since
  note       bytea       NOT NULL,  -- sealed
  created_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  FOREIGN KEY (bucket, line_id) REFERENCES line (bucket, id),
  CHECK (id >> 53 = bucket)
);
CREATE INDEX line_note_line ON line_note (bucket, line_id, id);
CREATE INDEX line_note_account ON line_note (bucket, account_id, id);

-- What a device calls itself where somebody has proved who he is, so that he knows it in a list;
-- null for a network. Of the places known until now nobody can tell which are devices: they are
-- forgotten, and each is asked for one more proof.
DELETE FROM known_place;
ALTER TABLE known_place ADD COLUMN device bytea;  -- sealed for the member

-- Lines that the heartbeat leaves out for a while, since it can't read them.
CREATE TABLE parked_line (
  bucket   smallint    NOT NULL,
  line_id  bigint      NOT NULL,
  reason   text        NOT NULL CHECK (reason IN ('NUMBER_UNREADABLE')),
  since    timestamptz NOT NULL,
  tried_at timestamptz NOT NULL,  -- the last time; one that was read since has no newer
  PRIMARY KEY (bucket, line_id)
);

-- Why an import failed, or where it stopped, was a sentence in English; now it is a word and a row.
UPDATE upload
   SET problem = CASE state WHEN 'DONE'
                      THEN 'BROKEN ' || coalesce(substring(problem FROM 'row ([0-9]+)'), '0')
                      ELSE 'REFUSED 0' END
 WHERE problem IS NOT NULL;
