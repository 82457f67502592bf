-- Which member gave a fact by hand, where its source is 'owner'; null when it isn't known.
ALTER TABLE line
  ADD COLUMN plan_by     bigint,
  ADD COLUMN validity_by bigint,
  ADD COLUMN balance_by  bigint;
