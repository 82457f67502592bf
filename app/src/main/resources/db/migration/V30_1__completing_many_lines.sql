-- What is known of many lines is entered at once.
ALTER TABLE job DROP CONSTRAINT job_act_check;
ALTER TABLE job ADD CONSTRAINT job_act_check
  CHECK (act IN ('COMPLETE', 'RENEW', 'BY_EVERLINE', 'BY_CARRIER', 'BY_OWNER', 'KEEP_NUMBER', 'TELL_ONLY',
                 'TAG', 'UNTAG', 'PAUSE', 'RESUME'));

-- What an import took and found worth a look, in the order of their kinds; null before its end.
ALTER TABLE upload ADD COLUMN remarks bigint[];
