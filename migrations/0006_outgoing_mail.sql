-- module: email; kind: expand; breaking: no

ALTER TABLE app.mailbox
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN display_name text,
  -- Whether an owner vouched that the domain is theirs to send from; asked only where mail really leaves.
  ADD COLUMN verified boolean NOT NULL DEFAULT false,
  -- Set while its server refuses the desk itself: mails wait, and no attempt is spent.
  ADD COLUMN paused_at timestamptz,
  ADD COLUMN pause_reason text,
  -- When one of its waiting mails is tried again while it is paused.
  ADD COLUMN probe_at timestamptz;

-- The envelope's recipient, as the source told it: where a bounce or a reply token stands.
ALTER TABLE app.inbound ADD COLUMN recipient text;

-- What a client threads by: the id as it was sent or received, and from or to whom.
ALTER TABLE app.mail_thread
  ADD COLUMN header text,
  ADD COLUMN person_id uuid,
  ADD COLUMN kind text NOT NULL DEFAULT 'MESSAGE' CHECK (kind IN ('MESSAGE', 'ACKNOWLEDGEMENT')),
  ADD COLUMN seq bigint;
CREATE INDEX mail_thread_person ON app.mail_thread (tenant_id, ticket_id, person_id, seq) WHERE header IS NOT NULL;

-- An address of its own for each participant of a ticket: whoever writes to it answers there.
CREATE TABLE app.reply_token (
  tenant_id uuid NOT NULL,
  ref bytea NOT NULL CHECK (length(ref) = 8),
  ticket_id uuid NOT NULL,
  person_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (tenant_id, ref),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id),
  FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox (tenant_id, id)
);
CREATE UNIQUE INDEX reply_token_participant ON app.reply_token (tenant_id, ticket_id, person_id, mailbox_id) WHERE revoked_at IS NULL;

-- One mail to one recipient. States and reasons: docs/behaviour/outgoing-mail.md.
CREATE TABLE app.delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('MESSAGE', 'ACKNOWLEDGEMENT')),
  ticket_id uuid NOT NULL,
  message_id uuid NOT NULL,
  event_seq bigint NOT NULL,
  person_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  address text NOT NULL,
  address_key text NOT NULL,
  subject text NOT NULL,
  -- Headers of threading, fixed before the first attempt, so that every attempt is the same mail.
  header text NOT NULL,
  in_reply_to text,
  refs text[] NOT NULL DEFAULT '{}',
  reply_to text NOT NULL,
  auto_submitted text,
  state text NOT NULL CHECK (state IN ('PENDING', 'SENDING', 'RETRY', 'SENT', 'FAILED', 'SUPPRESSED', 'CANCELLED', 'BOUNCED')),
  reason text,
  detail text,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamptz NOT NULL,
  lease_until timestamptz,
  request_id text,
  created_at timestamptz NOT NULL,
  first_failed_at timestamptz,
  decided_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, event_seq, person_id, kind),
  CHECK ((state IN ('PENDING', 'SENDING', 'RETRY')) = (decided_at IS NULL)),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES app.message (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id),
  FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox (tenant_id, id)
);
CREATE INDEX delivery_ticket ON app.delivery (tenant_id, ticket_id, event_seq, person_id);
CREATE INDEX delivery_order ON app.delivery (tenant_id, ticket_id, person_id, event_seq) WHERE state IN ('PENDING', 'SENDING', 'RETRY');
CREATE INDEX delivery_open ON app.delivery (tenant_id, next_at) WHERE state IN ('PENDING', 'SENDING', 'RETRY');
CREATE INDEX delivery_mailbox ON app.delivery (tenant_id, mailbox_id, next_at) WHERE state IN ('PENDING', 'SENDING', 'RETRY');
CREATE INDEX delivery_state ON app.delivery (tenant_id, state, id);

-- Acknowledgements that were made: one a ticket, few an address and an hour.
CREATE TABLE app.acknowledgement (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  address_key text NOT NULL,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id)
);
CREATE INDEX acknowledgement_address ON app.acknowledgement (tenant_id, address_key, made_at);
CREATE INDEX acknowledgement_mailbox ON app.acknowledgement (tenant_id, mailbox_id, made_at);

-- An address that mail is not sent to: for good (until lifted) or for a while.
CREATE TABLE app.suppression (
  tenant_id uuid NOT NULL,
  address_key text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('HARD_BOUNCE', 'SOFT_BOUNCES', 'COMPLAINT')),
  detail text,
  delivery_id uuid,
  since timestamptz NOT NULL,
  until timestamptz,
  PRIMARY KEY (tenant_id, address_key)
);
CREATE TABLE app.soft_bounce (
  tenant_id uuid NOT NULL,
  address_key text NOT NULL,
  delivery_id uuid NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, address_key, delivery_id)
);

-- A tenant's own words; without a row the built-in ones stand.
CREATE TABLE app.mail_template (
  tenant_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('MESSAGE', 'ACKNOWLEDGEMENT')),
  subject text,
  body_text text NOT NULL,
  body_html text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, kind)
);

-- Where mail goes while no server is set: kept as it would have left.
CREATE TABLE app.local_mail (
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  raw bytea NOT NULL,
  sender text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  ticket_id uuid NOT NULL,
  kept_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, delivery_id),
  FOREIGN KEY (tenant_id, delivery_id) REFERENCES app.delivery (tenant_id, id)
);
CREATE INDEX local_mail_kept ON app.local_mail (tenant_id, kept_at, delivery_id);

{{isolate app.reply_token}}
{{isolate app.delivery}}
{{isolate app.acknowledgement}}
{{isolate app.suppression}}
{{isolate app.soft_bounce}}
{{isolate app.mail_template}}
{{isolate app.local_mail}}

GRANT SELECT, INSERT, UPDATE ON app.reply_token, app.delivery TO {{app}};
GRANT SELECT, INSERT ON app.acknowledgement TO {{app}};
GRANT SELECT, INSERT, UPDATE, DELETE ON app.suppression, app.soft_bounce, app.mail_template TO {{app}};
GRANT SELECT, INSERT, DELETE ON app.local_mail TO {{app}};
