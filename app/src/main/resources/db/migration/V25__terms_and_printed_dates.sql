-- A term that an order paid for in place of periods: 'P180D', 'P6M'.
ALTER TABLE renewal_order ADD COLUMN term text CHECK (term ~ '^P[1-9][0-9]{0,3}[DM]$');

-- Red Pocket and Visible show the first day without service, and what people gave for their lines
-- was that day; kept is the last day of service. Ends that were computed or told by a carrier over
-- a route stay. Each line concerned is looked at within six hours.
WITH moved AS (
  UPDATE line
     SET valid_until = valid_until - 1,
         anchor_day = CASE WHEN anchor_day > 1 THEN anchor_day - 1
                           WHEN anchor_day = 1 THEN 31
                           ELSE anchor_day END,
         next_wake_at = CASE WHEN next_wake_at IS NOT NULL
                             THEN least(next_wake_at,
                                        date_trunc('minute', now())
                                          + (id % 360) * interval '1 minute') END
   WHERE carrier IN ('red-pocket', 'visible')
     AND valid_until IS NOT NULL
     AND validity_source IN ('owner', 'file')
  RETURNING bucket, id, greatest(next_wake_at, claimed_until) AS due, next_wake_at
)
INSERT INTO wake_up (bucket, at, lines)
SELECT bucket, due, array_agg(id) FROM moved WHERE next_wake_at IS NOT NULL GROUP BY bucket, due;
