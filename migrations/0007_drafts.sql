-- module: drafts; kind: expand; breaking: no

-- What somebody is writing, the reply apart from the note. The version that lost to a newer one is kept beside it.
CREATE TABLE app.draft (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('REPLY', 'NOTE')),
  body text NOT NULL,
  body_html text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  written_at timestamptz NOT NULL,
  other_body text,
  other_body_html text,
  -- At which version the other was the draft itself; null for one that never was.
  other_version integer,
  other_written_at timestamptz,
  PRIMARY KEY (tenant_id, person_id, ticket_id, kind),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id)
);
CREATE INDEX draft_written ON app.draft (tenant_id, person_id, written_at, ticket_id, kind);
{{isolate app.draft}}
GRANT SELECT, INSERT, UPDATE, DELETE ON app.draft TO {{app}};

-- How long a person's replies are held back for a change of mind, in seconds; null is the desk's 10.
ALTER TABLE app.person ADD COLUMN undo_seconds integer CHECK (undo_seconds BETWEEN 0 AND 60);

-- A reply that is not sent yet: held for its window, or until its hour. Sent exactly once, or taken back.
CREATE TABLE app.queued_reply (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  author_id uuid NOT NULL,
  body text NOT NULL,
  body_html text NOT NULL,
  status text,
  last_seen_seq bigint,
  forced boolean NOT NULL DEFAULT false,
  -- Whether the author named the hour: then a message that came meanwhile stops it.
  scheduled boolean NOT NULL,
  channel text NOT NULL,
  actor jsonb NOT NULL,
  cause jsonb NOT NULL,
  send_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('QUEUED', 'SENT', 'TAKEN_BACK', 'BLOCKED')),
  reason text,
  message_id uuid,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  CHECK ((state = 'QUEUED') = (decided_at IS NULL)),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id),
  FOREIGN KEY (tenant_id, author_id) REFERENCES app.person (tenant_id, id)
);
CREATE INDEX queued_reply_ticket ON app.queued_reply (tenant_id, ticket_id, send_at) WHERE state IN ('QUEUED', 'BLOCKED');
CREATE INDEX queued_reply_due ON app.queued_reply (tenant_id, send_at) WHERE state = 'QUEUED';
{{isolate app.queued_reply}}
GRANT SELECT, INSERT, UPDATE ON app.queued_reply TO {{app}};
