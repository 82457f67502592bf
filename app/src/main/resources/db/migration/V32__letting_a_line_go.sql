-- An owner may let a line go: a pause for good, of which is known who decided it and when. Ending the
-- pause ends it too.
ALTER TABLE line ADD COLUMN let_go_at timestamptz, ADD COLUMN let_go_by bigint;
ALTER TABLE line ADD CONSTRAINT line_let_go_is_a_pause
  CHECK (let_go_at IS NULL OR paused_at IS NOT NULL) NOT VALID;
