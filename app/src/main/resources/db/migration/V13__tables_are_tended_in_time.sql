-- A table is vacuumed and analysed once a fifth of it has changed. While it is small that is every
-- minute of a busy hour, and each time every connection plans anew all that touches it. So
-- small tables wait for some rows more; of large ones this is nothing.
ALTER TABLE line SET (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000);
ALTER TABLE ledger_account
  SET (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000);
ALTER TABLE spend_day
  SET (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000,
       autovacuum_vacuum_insert_threshold = 100000);
ALTER TABLE route_record
  SET (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000);
ALTER TABLE renewal_order
  SET (autovacuum_vacuum_threshold = 50000, autovacuum_analyze_threshold = 50000,
       autovacuum_vacuum_insert_threshold = 100000);
ALTER TABLE ledger_transfer
  SET (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_insert_threshold = 100000);
ALTER TABLE outbox
  SET (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_insert_threshold = 100000);
ALTER TABLE idempotency
  SET (autovacuum_analyze_threshold = 50000, autovacuum_vacuum_insert_threshold = 100000);
