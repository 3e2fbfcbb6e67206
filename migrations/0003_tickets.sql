-- module: tickets; kind: expand; breaking: no

CREATE TABLE app.ticket (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  number bigint NOT NULL,
  key text NOT NULL,
  subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 250),
  status text NOT NULL CHECK (status IN ('NEW', 'TRIAGED', 'ASSIGNED', 'IN_PROGRESS', 'WAITING_ON_REQUESTER',
    'WAITING_ON_VENDOR', 'RESOLVED', 'CLOSED', 'REOPENED')),
  priority text NOT NULL CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
  channel text NOT NULL CHECK (channel IN ('PORTAL', 'EMAIL', 'API', 'SLACK', 'TEAMS')),
  team_id uuid NOT NULL,
  assignee_id uuid,
  requester_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL,
  -- Position of the newest public message, of any author, of the requester's side, and of an agent: what the
  -- send guard and WAITING_ON_REQUESTER ask, kept here so that a reply needs no second look.
  public_seq bigint NOT NULL DEFAULT 0,
  requester_seq bigint NOT NULL DEFAULT 0,
  agent_seq bigint NOT NULL DEFAULT 0,
  requester_replied boolean NOT NULL DEFAULT false,
  status_reason text,
  follow_up_of uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  first_response_at timestamptz,
  -- 'infinity' stands for "no deadline" so that a list by deadline is one index range; shown as null.
  due_at timestamptz NOT NULL DEFAULT 'infinity',
  resolved_at timestamptz,
  closed_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, key),
  UNIQUE (tenant_id, number),
  FOREIGN KEY (tenant_id, team_id) REFERENCES app.team (tenant_id, id),
  FOREIGN KEY (tenant_id, assignee_id) REFERENCES app.person (tenant_id, id),
  FOREIGN KEY (tenant_id, requester_id) REFERENCES app.person (tenant_id, id),
  FOREIGN KEY (tenant_id, follow_up_of) REFERENCES app.ticket (tenant_id, id)
);
-- Each list is a merge of ranges of one of these; none needs a sort of more than a page a range.
CREATE INDEX ticket_updated ON app.ticket (tenant_id, updated_at, id);
CREATE INDEX ticket_created ON app.ticket (tenant_id, created_at, id);
CREATE INDEX ticket_due ON app.ticket (tenant_id, due_at, id);
CREATE INDEX ticket_team_updated ON app.ticket (tenant_id, team_id, status, updated_at, id);
CREATE INDEX ticket_team_created ON app.ticket (tenant_id, team_id, status, created_at, id);
CREATE INDEX ticket_team_due ON app.ticket (tenant_id, team_id, status, due_at, id);
CREATE INDEX ticket_assignee ON app.ticket (tenant_id, assignee_id, status, updated_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_requester ON app.ticket (tenant_id, requester_id, status, updated_at, id);
CREATE INDEX ticket_assignee_created ON app.ticket (tenant_id, assignee_id, status, created_at, id) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_requester_created ON app.ticket (tenant_id, requester_id, status, created_at, id);
CREATE INDEX ticket_priority ON app.ticket (tenant_id, priority, status, updated_at, id);
CREATE INDEX ticket_unassigned ON app.ticket (tenant_id, team_id, status, updated_at, id) WHERE assignee_id IS NULL;
CREATE INDEX ticket_unassigned_created ON app.ticket (tenant_id, team_id, status, created_at, id) WHERE assignee_id IS NULL;
-- What the sweep asks: resolved long ago and still not closed.
CREATE INDEX ticket_resolved ON app.ticket (tenant_id, resolved_at) WHERE status = 'RESOLVED';
CREATE INDEX ticket_follow_up ON app.ticket (tenant_id, follow_up_of) WHERE follow_up_of IS NOT NULL;

CREATE TABLE app.message (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  seq bigint NOT NULL,
  author_id uuid NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('REQUESTER', 'AGENT', 'SYSTEM')),
  visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'INTERNAL')),
  channel text NOT NULL,
  body text NOT NULL,
  body_html text NOT NULL,
  auto boolean NOT NULL DEFAULT false,
  unverified boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id),
  FOREIGN KEY (tenant_id, author_id) REFERENCES app.person (tenant_id, id)
);
CREATE INDEX message_ticket ON app.message (tenant_id, ticket_id, seq);

-- Who else takes part: sees and may answer from then on, never what came before.
CREATE TABLE app.participant (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  person_id uuid NOT NULL,
  since_seq bigint NOT NULL,
  PRIMARY KEY (tenant_id, ticket_id, person_id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id),
  FOREIGN KEY (tenant_id, person_id) REFERENCES app.person (tenant_id, id)
);
CREATE INDEX participant_person ON app.participant (tenant_id, person_id);

CREATE TABLE app.attachment (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  message_id uuid NOT NULL,
  filename text NOT NULL,
  content_type text NOT NULL,
  size bigint NOT NULL,
  sha256 bytea NOT NULL,
  inline boolean NOT NULL DEFAULT false,
  content_id text,
  storage_key text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, message_id) REFERENCES app.message (tenant_id, id),
  FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket (tenant_id, id)
);
CREATE INDEX attachment_message ON app.attachment (tenant_id, message_id);

{{isolate app.ticket}}
{{isolate app.message}}
{{isolate app.participant}}
{{isolate app.attachment}}

GRANT SELECT, INSERT, UPDATE ON app.ticket TO {{app}};
GRANT SELECT, INSERT ON app.message, app.participant, app.attachment TO {{app}};
