-- What came into a wallet on one day: read before each deposit, which is bounded by the day.
-- Deposits only, so that the transfers of renewals pay nothing for it.
CREATE INDEX ledger_transfer_deposits ON ledger_transfer (bucket, wallet_id, at) WHERE kind = 'FUND';
