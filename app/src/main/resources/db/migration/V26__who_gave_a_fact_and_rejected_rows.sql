-- Which member gave a fact by hand, where its source is 'owner'; null when it isn't known.
ALTER TABLE line
  ADD COLUMN plan_by     bigint,
  ADD COLUMN validity_by bigint,
  ADD COLUMN balance_by  bigint;

-- Rows that an import rejected are kept whole, to be corrected, in a file sealed with this key.
ALTER TABLE upload ADD COLUMN rejects_key bytea;
