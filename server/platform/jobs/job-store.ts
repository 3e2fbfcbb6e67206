/** The functions of the schema `jobs`, in SQL: the one way from the app into the queue. Installed at each start. */
export const JOB_FUNCTIONS = `
CREATE OR REPLACE FUNCTION jobs.tenant() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE setting text := current_setting('app.tenant_id', true);
BEGIN
  IF setting IS NULL OR setting = '' THEN
    RAISE EXCEPTION 'no tenant context' USING ERRCODE = '42501';
  END IF;
  RETURN setting;
END $$;

-- specs: [{task, payload, key?, runAt?, priority?, maxAttempts?}]; one call a batch.
-- A job of the same key in the hands of a worker keeps its attempts and only loses its key: add_jobs by itself would mark
-- it as failed for good, and if its worker dies nothing ends that row (seen). It may run beside the new one; jobs decide
-- by what they read. The rows are locked first, because a job that a worker takes between the two statements of add_jobs
-- is neither replaced nor joined by the new one (tested).
CREATE OR REPLACE FUNCTION jobs.add(specs jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  tenant text := jobs.tenant();
  keys text[] := ARRAY(SELECT tenant || ':' || s.key FROM jsonb_to_recordset(specs) AS s(key text) WHERE s.key IS NOT NULL);
BEGIN
  PERFORM 1 FROM graphile_worker._private_jobs AS j WHERE j.key = ANY(keys) ORDER BY j.key FOR UPDATE;
  UPDATE graphile_worker._private_jobs AS j SET key = NULL WHERE j.key = ANY(keys) AND j.locked_at IS NOT NULL;
  PERFORM graphile_worker.add_jobs(ARRAY(
    SELECT (s.task, json_build_object('tenantId', tenant, 'data', s.payload), NULL, s."runAt", s."maxAttempts",
      tenant || ':' || s.key, s.priority, ARRAY['tenant:' || tenant])::graphile_worker.job_spec
    FROM jsonb_to_recordset(specs) AS s(task text, payload jsonb, key text, "runAt" timestamptz, "maxAttempts" smallint, priority smallint)
  ));
END $$;

-- Age in seconds of the oldest job that is due and waits; over all tenants, a number and nothing else.
CREATE OR REPLACE FUNCTION jobs.oldest_seconds() RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT coalesce(extract(epoch FROM now() - min(run_at)), 0) FROM graphile_worker._private_jobs
  WHERE is_available AND run_at <= now()
$$;

-- A job in the hands of a worker is left to it: taken back it would count as failed for good if that worker died.
CREATE OR REPLACE FUNCTION jobs.remove(keys text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE tenant text := jobs.tenant();
BEGIN
  PERFORM graphile_worker.complete_jobs(ARRAY(
    SELECT j.id FROM graphile_worker.jobs AS j WHERE j.key IN (SELECT tenant || ':' || k FROM unnest(keys) AS k)
  ));
END $$;
`
