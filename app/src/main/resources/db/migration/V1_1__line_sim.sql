-- A line by its SIM: what a clerk scans. In line_iccid stand the SIMs of lines that have changed
-- theirs; a line that still has the one it came with has no row there.
CREATE INDEX line_sim ON line (iccid) WHERE iccid IS NOT NULL;
