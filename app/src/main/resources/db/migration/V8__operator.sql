-- Who runs the installation is a member of the house: one account, without lines, in bucket 0.
ALTER TABLE account ADD COLUMN house boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX account_house ON account (bucket) WHERE house;
ALTER TABLE member DROP CONSTRAINT member_role_check;
ALTER TABLE member ADD CONSTRAINT member_role_check
  CHECK (role IN ('OWNER', 'MANAGER', 'VIEWER', 'OPERATOR'));
ALTER TABLE invitation DROP CONSTRAINT invitation_role_check;
ALTER TABLE invitation ADD CONSTRAINT invitation_role_check
  CHECK (role IN ('OWNER', 'MANAGER', 'VIEWER', 'OPERATOR'));
