-- Who renews a line may not have been said: until then it counts as its owner's to renew. Of the
-- lines that are there nobody is asked again.
ALTER TABLE line ADD COLUMN renewer_said boolean NOT NULL DEFAULT true;
ALTER TABLE line ALTER COLUMN renewer_said SET DEFAULT false;
