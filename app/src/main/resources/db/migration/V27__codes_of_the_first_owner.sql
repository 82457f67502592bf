-- The code that a start prints for the first owner opens nothing once there is a member.
ALTER TABLE invitation ADD COLUMN only_while_empty boolean NOT NULL DEFAULT false;
