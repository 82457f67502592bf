-- What an owner is asked once, when they first come: who usually renews their lines (null where that
-- differs from line to line). Owners who are here already have found their way.
ALTER TABLE account
  ADD COLUMN welcomed      boolean NOT NULL DEFAULT false,
  ADD COLUMN usual_renewer renewed_by;
UPDATE account SET welcomed = true
 WHERE EXISTS (SELECT FROM member
                WHERE member.bucket = account.bucket AND member.account_id = account.id);
