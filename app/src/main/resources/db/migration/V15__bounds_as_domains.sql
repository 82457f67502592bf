-- What a number may be is checked by its type, as words are: a CHECK of the table is read anew by
-- each statement that writes a row, whatever it changes. What compares columns with each other
-- stays with the tables.
CREATE DOMAIN minor_above_zero AS bigint CHECK (VALUE > 0);
CREATE DOMAIN anchor_day AS smallint CHECK (VALUE BETWEEN 0 AND 31);
CREATE DOMAIN periods AS smallint CHECK (VALUE BETWEEN 1 AND 24);

ALTER TABLE line
  DROP CONSTRAINT line_anchor_day_check,
  DROP CONSTRAINT line_price_ceiling_check,
  ALTER COLUMN anchor_day TYPE anchor_day,
  ALTER COLUMN price_ceiling TYPE minor_above_zero;
ALTER TABLE renewal_order
  DROP CONSTRAINT renewal_order_periods_check,
  DROP CONSTRAINT renewal_order_total_check,
  DROP CONSTRAINT renewal_order_topup_check,
  ALTER COLUMN periods TYPE periods,
  ALTER COLUMN total TYPE minor_above_zero,
  ALTER COLUMN topup TYPE minor_above_zero;
ALTER TABLE ledger_transfer
  DROP CONSTRAINT ledger_transfer_amount_check,
  DROP CONSTRAINT ledger_transfer_check,
  DROP CONSTRAINT ledger_transfer_check1,
  ADD CHECK (debit_id <> credit_id AND debit_id >> 53 = bucket AND credit_id >> 53 = bucket
             AND id >> 53 = bucket),
  ALTER COLUMN amount TYPE minor_above_zero;
