-- module: keys; kind: expand; breaking: no

-- What a tenant signs and seals with, one key at a time for each purpose; older ones stay to check what they signed.
CREATE TABLE app.tenant_key (
  tenant_id uuid NOT NULL,
  purpose text NOT NULL,
  key_id text NOT NULL CHECK (key_id ~ '^[a-z]$'),
  secret bytea NOT NULL CHECK (length(secret) = 32),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, purpose, key_id)
);
{{isolate app.tenant_key}}
GRANT SELECT, INSERT ON app.tenant_key TO {{app}};

-- Raised when a backup is restored: a position that was read before means nothing after.
ALTER TABLE app.tenant ADD COLUMN epoch integer NOT NULL DEFAULT 1;
