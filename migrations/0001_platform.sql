-- module: db; kind: expand; breaking: no
-- {{app}} is the role that serves requests; it owns nothing where roles can be made.

CREATE SCHEMA IF NOT EXISTS app;
GRANT USAGE ON SCHEMA app TO {{app}};

-- The tenant of the running transaction. A missing context raises instead of hiding rows: after SET LOCAL
-- ends the setting reads '' and not NULL, so both count as missing.
CREATE FUNCTION app.tenant_id() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE setting text := current_setting('app.tenant_id', true);
BEGIN
  IF setting IS NULL OR setting = '' THEN
    RAISE EXCEPTION 'no tenant context' USING ERRCODE = '42501';
  END IF;
  RETURN setting::uuid;
END $$;

-- The one clock: the database's, to the millisecond, plus an offset that only tests set. This and app.seq name all by
-- schema and have no settings of their own, so that they are inlined: 0.5 instead of 5 microseconds a call.
CREATE FUNCTION app.now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE AS $$
  SELECT pg_catalog.date_trunc('milliseconds', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) pg_catalog.make_interval(
    secs => coalesce(nullif(pg_catalog.current_setting('app.clock_offset_ms', true), ''), '0')::pg_catalog.float8 OPERATOR(pg_catalog./) 1000))
$$;

-- Position k (1-based) of this transaction in the tenant's log; valid after the counter was raised in the flush.
CREATE FUNCTION app.seq(k integer) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.current_setting('app.seq_base')::pg_catalog.int8 OPERATOR(pg_catalog.+) k
$$;

-- Registry: looked up before a tenant is known. Ids, hashes, names of hosts and sequence numbers only; no RLS.
CREATE TABLE app.tenant (
  id uuid PRIMARY KEY,
  short text NOT NULL UNIQUE CHECK (short ~ '^[0-9a-z]{8}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  created_at timestamptz NOT NULL DEFAULT app.now()
);
CREATE TABLE app.tenant_host (
  host text PRIMARY KEY CHECK (host = lower(host)),
  tenant_id uuid NOT NULL
);
-- One narrow hot row a tenant: fillfactor 50 and no index on a changing column keep its updates HOT.
CREATE TABLE app.tenant_counter (
  tenant_id uuid PRIMARY KEY,
  last_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 0);

CREATE TABLE app.log_reader (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  position bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, reader)
) WITH (fillfactor = 50, autovacuum_vacuum_threshold = 50, autovacuum_vacuum_scale_factor = 0);

-- One-time setup: the hash of the token that the start printed; gone once an organisation exists.
CREATE TABLE app.setup_token (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  token_hash bytea NOT NULL
);

-- Sign-in failures, by a hash of (tenant, account) or of the address. Counted in Postgres: it must fail closed.
CREATE TABLE app.sign_in_throttle (
  key_hash bytea PRIMARY KEY,
  failures integer NOT NULL,
  first_failure_at timestamptz NOT NULL,
  blocked_until timestamptz NOT NULL
);

-- Which tenants know a login address, by the hash of the address: sign-in asks before a tenant is known.
CREATE TABLE app.login_route (
  email_hash bytea NOT NULL,
  tenant_id uuid NOT NULL,
  PRIMARY KEY (email_hash, tenant_id)
);

-- Which mailbox an envelope recipient belongs to.
CREATE TABLE app.inbound_route (
  address_hash bytea PRIMARY KEY,
  tenant_id uuid NOT NULL,
  mailbox_id uuid NOT NULL
);

-- A running pool of job workers; one without a beat is dead and its jobs are given back.
CREATE TABLE app.worker_heartbeat (
  worker_id text PRIMARY KEY,
  beat_at timestamptz NOT NULL
) WITH (fillfactor = 50);

-- The log: gapless per tenant, append-only.
CREATE TABLE app.event (
  tenant_id uuid NOT NULL,
  seq bigint NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  ticket_id uuid,
  ticket_version integer,
  visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  actor jsonb NOT NULL,
  at timestamptz NOT NULL,
  changes jsonb NOT NULL DEFAULT '[]',
  cause jsonb NOT NULL DEFAULT '{}',
  refs jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX event_ticket ON app.event (tenant_id, ticket_id, seq) WHERE ticket_id IS NOT NULL;

CREATE FUNCTION app.event_is_append_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON app.event
  FOR EACH ROW EXECUTE FUNCTION app.event_is_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON app.event
  FOR EACH STATEMENT EXECUTE FUNCTION app.event_is_append_only();

-- An event that a reader could not take, five times, for its own sake.
CREATE TABLE app.reader_parked (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  seq bigint NOT NULL,
  attempts integer NOT NULL,
  error text NOT NULL,
  parked_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, reader, seq)
);
-- Tries of an event that fails, kept outside the failed transaction so that a restart does not forget them.
CREATE TABLE app.reader_attempt (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  seq bigint NOT NULL,
  attempts integer NOT NULL,
  PRIMARY KEY (tenant_id, reader, seq)
);

-- A stored key is a committed effect: this row commits with the command or not at all.
CREATE TABLE app.idempotency (
  tenant_id uuid NOT NULL,
  scope_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  status integer NOT NULL,
  headers jsonb NOT NULL,
  body text,
  resource text,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, scope_hash)
);
CREATE INDEX idempotency_expiry ON app.idempotency (tenant_id, expires_at);

{{isolate app.event}}
{{isolate app.reader_parked}}
{{isolate app.reader_attempt}}
{{isolate app.idempotency}}

GRANT SELECT ON app.tenant, app.tenant_host, app.setup_token TO {{app}};
GRANT INSERT ON app.tenant, app.tenant_host TO {{app}};
GRANT INSERT, DELETE ON app.setup_token TO {{app}};
GRANT SELECT, INSERT, UPDATE ON app.tenant_counter, app.log_reader TO {{app}};
GRANT SELECT, INSERT, UPDATE, DELETE ON app.sign_in_throttle, app.login_route, app.inbound_route, app.worker_heartbeat TO {{app}};
GRANT SELECT, INSERT ON app.event TO {{app}};
GRANT SELECT, INSERT, UPDATE, DELETE ON app.reader_parked, app.reader_attempt, app.idempotency TO {{app}};

-- Ticket numbers: a sequence per tenant, so that no row stays locked to the end of a transaction. Gaps are allowed.
CREATE SCHEMA ticket_number;
CREATE FUNCTION app.make_ticket_numbers() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  EXECUTE format('CREATE SEQUENCE IF NOT EXISTS ticket_number.%I', 't' || replace(app.tenant_id()::text, '-', ''));
END $$;
CREATE FUNCTION app.next_ticket_number() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  RETURN nextval(format('ticket_number.%I', 't' || replace(app.tenant_id()::text, '-', ''))::regclass);
END $$;
REVOKE ALL ON FUNCTION app.make_ticket_numbers(), app.next_ticket_number() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.make_ticket_numbers(), app.next_ticket_number() TO {{app}};
