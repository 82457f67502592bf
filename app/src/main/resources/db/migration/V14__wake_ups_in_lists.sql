-- When lines are to be looked at, as lists: at this time, look at these lines. A line's own
-- next_wake_at and claimed_until say whether it is due; a list is only where to look, and is dropped
-- once it was followed. So a line's wake-up time stands in no index any more, and settling a
-- renewal leaves the line's row on its page and touches no index at all.
CREATE TABLE wake_up (
  bucket  smallint    NOT NULL,
  at      timestamptz NOT NULL,
  id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (CACHE 100),
  lines   bigint[]    NOT NULL,
  PRIMARY KEY (bucket, at, id)
) WITH (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000);
-- Ids take more time to compress than they take room.
ALTER TABLE wake_up ALTER COLUMN lines SET STORAGE EXTERNAL;

INSERT INTO wake_up (bucket, at, lines)
SELECT bucket, due, array_agg(id)
  FROM (SELECT bucket, id, due,
               row_number() OVER (PARTITION BY bucket, due ORDER BY id) AS number
          FROM (SELECT bucket, id, greatest(next_wake_at, claimed_until) AS due
                  FROM line WHERE next_wake_at IS NOT NULL) AS l) AS numbered
 GROUP BY bucket, due, (number - 1) / 240;

DROP INDEX line_wake;

-- A key that refers to lines is looked into at each change of any line. Lines' rows are never
-- deleted, and whoever writes a note or a SIM holds the line's row.
ALTER TABLE line_iccid DROP CONSTRAINT line_iccid_bucket_line_id_fkey;
ALTER TABLE line_note DROP CONSTRAINT line_note_bucket_line_id_fkey;
