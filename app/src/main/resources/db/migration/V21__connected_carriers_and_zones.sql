-- The carriers that were connected when a server last looked: lines of those that have come or gone
-- since are looked at.
CREATE TABLE connected_carriers (
  one_row  boolean     NOT NULL PRIMARY KEY DEFAULT true CHECK (one_row),
  carriers text[]      NOT NULL,
  at       timestamptz NOT NULL
);

-- Whether an account's people said where they live. Until they do, its zone is a guess.
ALTER TABLE account ADD COLUMN zone_told boolean NOT NULL DEFAULT false;
