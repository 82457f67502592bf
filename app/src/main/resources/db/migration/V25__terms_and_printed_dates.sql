-- A term that an order paid for in place of periods: 'P180D', 'P6M'.
ALTER TABLE renewal_order ADD COLUMN term text CHECK (term ~ '^P[1-9][0-9]{0,3}[DM]$');
