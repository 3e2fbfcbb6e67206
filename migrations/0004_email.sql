-- module: email; kind: expand; breaking: no

CREATE TABLE app.mailbox (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  address text NOT NULL,
  team_id uuid NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  accept_automated boolean NOT NULL DEFAULT false,
  own_lists text[] NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, address),
  FOREIGN KEY (tenant_id, team_id) REFERENCES app.team (tenant_id, id)
);

-- One row a received mail; its raw bytes lie beside it. States and reasons: docs/behaviour/inbound-mail.md.
CREATE TABLE app.inbound (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  -- Null when no mailbox has the envelope's recipient: kept, SUSPENDED (UNKNOWN_RECIPIENT).
  mailbox_id uuid,
  source text NOT NULL,
  external_id bytea NOT NULL,
  size bigint NOT NULL,
  state text NOT NULL CHECK (state IN ('RECEIVED', 'PROCESSING', 'RETRY', 'TICKET_CREATED', 'APPENDED', 'HELD',
    'SUSPENDED', 'DUPLICATE', 'BOUNCE_RECORDED', 'QUARANTINED')),
  reason text,
  detail text,
  attempts integer NOT NULL DEFAULT 0,
  ticket_id uuid,
  message_id uuid,
  -- Hashes of the normalised Message-ID and of those it answers, newest first; read at receipt.
  message_id_hash bytea,
  answers bytea[] NOT NULL DEFAULT '{}',
  -- Set while it waits for a mail that it answers and that is not decided yet.
  waits_for uuid,
  waits integer NOT NULL DEFAULT 0,
  waiting_since timestamptz,
  -- When the sweep may ask whether its job was lost.
  look_after timestamptz NOT NULL,
  -- Counts towards no limit on floods: imported, or run again by a person.
  exempt boolean NOT NULL DEFAULT false,
  import_id uuid,
  sender text,
  subject text,
  request_id text,
  received_at timestamptz NOT NULL,
  decided_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source, external_id),
  CHECK ((state IN ('RECEIVED', 'PROCESSING', 'RETRY')) = (decided_at IS NULL)),
  CHECK (state NOT IN ('TICKET_CREATED', 'APPENDED', 'HELD') OR ticket_id IS NOT NULL),
  FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id)
);
CREATE INDEX inbound_state ON app.inbound (tenant_id, state, id);
CREATE INDEX inbound_message_id ON app.inbound (tenant_id, message_id_hash) WHERE message_id_hash IS NOT NULL;
CREATE INDEX inbound_waits ON app.inbound (tenant_id, waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX inbound_import ON app.inbound (tenant_id, import_id) WHERE import_id IS NOT NULL;
CREATE INDEX inbound_open ON app.inbound (tenant_id, look_after) WHERE state IN ('RECEIVED', 'PROCESSING', 'RETRY');

CREATE TABLE app.inbound_raw (
  tenant_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  raw bytea NOT NULL,
  PRIMARY KEY (tenant_id, inbound_id),
  FOREIGN KEY (tenant_id, inbound_id) REFERENCES app.inbound (tenant_id, id)
);
-- Mail bytes rarely compress enough to pay for the time.
ALTER TABLE app.inbound_raw ALTER COLUMN raw SET STORAGE EXTERNAL;

-- The same mail by another way: a hash of (tenant, Message-ID, From, Date) or of the bytes without trace headers.
CREATE TABLE app.mail_dedupe (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  inbound_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key_hash)
);

-- Message-IDs that we stored, sent or received: the only thing that threads a mail without a token.
CREATE TABLE app.mail_thread (
  tenant_id uuid NOT NULL,
  message_id_hash bytea NOT NULL,
  message_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, message_id_hash, message_id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES app.message (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id)
);

-- Mails counted per sender and per (sender, subject), by hash, for the limits on a flood.
CREATE TABLE app.inbound_rate (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  count integer NOT NULL,
  window_start timestamptz NOT NULL,
  suspended_until timestamptz,
  PRIMARY KEY (tenant_id, key_hash)
);

{{isolate app.mailbox}}
{{isolate app.inbound}}
{{isolate app.inbound_raw}}
{{isolate app.mail_dedupe}}
{{isolate app.mail_thread}}
{{isolate app.inbound_rate}}

GRANT SELECT, INSERT, UPDATE ON app.mailbox, app.inbound, app.inbound_rate TO {{app}};
GRANT SELECT, INSERT ON app.inbound_raw, app.mail_dedupe, app.mail_thread TO {{app}};
