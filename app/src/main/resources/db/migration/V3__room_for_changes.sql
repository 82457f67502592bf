-- An order is written once and changed at least once more, all of its row, while its page still has
-- the room: then no index is touched.
ALTER TABLE renewal_order SET (fillfactor = 45);
