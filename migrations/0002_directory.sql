-- module: people; kind: expand; breaking: no

CREATE TABLE app.tenant_setting (
  tenant_id uuid PRIMARY KEY,
  auto_close_after_hours integer NOT NULL DEFAULT 168 CHECK (auto_close_after_hours BETWEEN 1 AND 672),
  strict_mail_auth boolean NOT NULL DEFAULT false,
  assign_on_reply boolean NOT NULL DEFAULT true
);

CREATE TABLE app.person (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email text NOT NULL CHECK (length(email) BETWEEN 3 AND 320),
  email_key text NOT NULL,
  role text NOT NULL CHECK (role IN ('EMPLOYEE', 'AGENT', 'LEAD', 'TEAM_ADMIN', 'OWNER')),
  active boolean NOT NULL DEFAULT true,
  password_hash text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, email_key)
);

CREATE TABLE app.team (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  prefix text NOT NULL CHECK (prefix ~ '^[A-Z][A-Z0-9]{1,9}$'),
  position integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, prefix)
);

CREATE TABLE app.team_member (
  tenant_id uuid NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL CHECK (role IN ('AGENT', 'LEAD', 'TEAM_ADMIN')),
  PRIMARY KEY (tenant_id, team_id, person_id),
  FOREIGN KEY (tenant_id, team_id) REFERENCES app.team (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id)
);
CREATE INDEX team_member_person ON app.team_member (tenant_id, person_id);

CREATE TABLE app.session (
  tenant_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, token_hash),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id)
);
CREATE INDEX session_person ON app.session (tenant_id, person_id);

CREATE TABLE app.api_key (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  short text NOT NULL CHECK (short ~ '^[0-9a-z]{8}$'),
  secret_hash bytea NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  person_id uuid NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, short),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id)
);

{{isolate app.tenant_setting}}
{{isolate app.person}}
{{isolate app.team}}
{{isolate app.team_member}}
{{isolate app.session}}
{{isolate app.api_key}}

GRANT SELECT, INSERT, UPDATE ON app.tenant_setting, app.person, app.team, app.api_key TO {{app}};
GRANT SELECT, INSERT, UPDATE, DELETE ON app.team_member, app.session TO {{app}};
