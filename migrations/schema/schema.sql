-- tables
CREATE TABLE app.acknowledgement (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  address_key text NOT NULL,
  made_at timestamp with time zone NOT NULL
);
CREATE TABLE app.api_key (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  short text NOT NULL,
  secret_hash bytea NOT NULL,
  name text NOT NULL,
  person_id uuid NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
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
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE app.delivery (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  ticket_id uuid NOT NULL,
  message_id uuid NOT NULL,
  event_seq bigint NOT NULL,
  person_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  address text NOT NULL,
  address_key text NOT NULL,
  subject text NOT NULL,
  header text NOT NULL,
  in_reply_to text,
  refs text[] NOT NULL DEFAULT '{}'::text[],
  reply_to text NOT NULL,
  auto_submitted text,
  state text NOT NULL,
  reason text,
  detail text,
  attempts integer NOT NULL DEFAULT 0,
  next_at timestamp with time zone NOT NULL,
  lease_until timestamp with time zone,
  request_id text,
  created_at timestamp with time zone NOT NULL,
  first_failed_at timestamp with time zone,
  decided_at timestamp with time zone
);
CREATE TABLE app.draft (
  tenant_id uuid NOT NULL,
  person_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  kind text NOT NULL,
  body text NOT NULL,
  body_html text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  written_at timestamp with time zone NOT NULL,
  other_body text,
  other_body_html text,
  other_version integer,
  other_written_at timestamp with time zone
);
CREATE TABLE app.event (
  tenant_id uuid NOT NULL,
  seq bigint NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  ticket_id uuid,
  ticket_version integer,
  visibility text NOT NULL,
  actor jsonb NOT NULL,
  at timestamp with time zone NOT NULL,
  changes jsonb NOT NULL DEFAULT '[]'::jsonb,
  cause jsonb NOT NULL DEFAULT '{}'::jsonb,
  refs jsonb NOT NULL DEFAULT '{}'::jsonb
);
CREATE TABLE app.idempotency (
  tenant_id uuid NOT NULL,
  scope_hash bytea NOT NULL,
  fingerprint bytea NOT NULL,
  status integer NOT NULL,
  headers jsonb NOT NULL,
  body text,
  resource text,
  expires_at timestamp with time zone NOT NULL
);
CREATE TABLE app.inbound (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  mailbox_id uuid,
  source text NOT NULL,
  external_id bytea NOT NULL,
  size bigint NOT NULL,
  state text NOT NULL,
  reason text,
  detail text,
  attempts integer NOT NULL DEFAULT 0,
  ticket_id uuid,
  message_id uuid,
  message_id_hash bytea,
  answers bytea[] NOT NULL DEFAULT '{}'::bytea[],
  waits_for uuid,
  waits integer NOT NULL DEFAULT 0,
  waiting_since timestamp with time zone,
  look_after timestamp with time zone NOT NULL,
  exempt boolean NOT NULL DEFAULT false,
  import_id uuid,
  sender text,
  subject text,
  request_id text,
  received_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone,
  recipient text
);
CREATE TABLE app.inbound_rate (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  count integer NOT NULL,
  window_start timestamp with time zone NOT NULL,
  suspended_until timestamp with time zone
);
CREATE TABLE app.inbound_raw (
  tenant_id uuid NOT NULL,
  inbound_id uuid NOT NULL,
  raw bytea NOT NULL
);
CREATE TABLE app.inbound_route (
  address_hash bytea NOT NULL,
  tenant_id uuid NOT NULL,
  mailbox_id uuid NOT NULL
);
CREATE TABLE app.local_mail (
  tenant_id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  raw bytea NOT NULL,
  sender text NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  ticket_id uuid NOT NULL,
  kept_at timestamp with time zone NOT NULL
);
CREATE TABLE app.log_reader (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  position bigint NOT NULL DEFAULT 0
) WITH (fillfactor=50, autovacuum_vacuum_threshold=50, autovacuum_vacuum_scale_factor=0);
CREATE TABLE app.login_route (
  email_hash bytea NOT NULL,
  tenant_id uuid NOT NULL
);
CREATE TABLE app.mail_dedupe (
  tenant_id uuid NOT NULL,
  key_hash bytea NOT NULL,
  inbound_id uuid NOT NULL
);
CREATE TABLE app.mail_template (
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  subject text,
  body_text text NOT NULL,
  body_html text NOT NULL,
  version integer NOT NULL DEFAULT 1,
  updated_at timestamp with time zone NOT NULL
);
CREATE TABLE app.mail_thread (
  tenant_id uuid NOT NULL,
  message_id_hash bytea NOT NULL,
  message_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  header text,
  person_id uuid,
  kind text NOT NULL DEFAULT 'MESSAGE'::text,
  seq bigint
);
CREATE TABLE app.mailbox (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  address text NOT NULL,
  team_id uuid NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  accept_automated boolean NOT NULL DEFAULT false,
  own_lists text[] NOT NULL DEFAULT '{}'::text[],
  created_at timestamp with time zone NOT NULL,
  version integer NOT NULL DEFAULT 1,
  display_name text,
  verified boolean NOT NULL DEFAULT false,
  paused_at timestamp with time zone,
  pause_reason text,
  probe_at timestamp with time zone
);
CREATE TABLE app.message (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  seq bigint NOT NULL,
  author_id uuid NOT NULL,
  author_kind text NOT NULL,
  visibility text NOT NULL,
  channel text NOT NULL,
  body text NOT NULL,
  body_html text NOT NULL,
  auto boolean NOT NULL DEFAULT false,
  unverified boolean NOT NULL DEFAULT false,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE app.migration (
  id integer NOT NULL,
  name text NOT NULL,
  breaking boolean NOT NULL,
  checksum text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE TABLE app.participant (
  tenant_id uuid NOT NULL,
  ticket_id uuid NOT NULL,
  person_id uuid NOT NULL,
  since_seq bigint NOT NULL
);
CREATE TABLE app.person (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  email text NOT NULL,
  email_key text NOT NULL,
  role text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  password_hash text,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  undo_seconds integer
);
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
  scheduled boolean NOT NULL,
  channel text NOT NULL,
  actor jsonb NOT NULL,
  cause jsonb NOT NULL,
  send_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  reason text,
  message_id uuid,
  created_at timestamp with time zone NOT NULL,
  decided_at timestamp with time zone
);
CREATE TABLE app.reader_attempt (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  seq bigint NOT NULL,
  attempts integer NOT NULL
);
CREATE TABLE app.reader_parked (
  tenant_id uuid NOT NULL,
  reader text NOT NULL,
  seq bigint NOT NULL,
  attempts integer NOT NULL,
  error text NOT NULL,
  parked_at timestamp with time zone NOT NULL
);
CREATE TABLE app.reply_token (
  tenant_id uuid NOT NULL,
  ref bytea NOT NULL,
  ticket_id uuid NOT NULL,
  person_id uuid NOT NULL,
  mailbox_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  revoked_at timestamp with time zone
);
CREATE TABLE app.sample_desk (
  tenant_id uuid NOT NULL,
  ticket_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  person_ids uuid[] NOT NULL DEFAULT '{}'::uuid[],
  first_ticket_id uuid,
  started_at timestamp with time zone NOT NULL,
  loaded_at timestamp with time zone
);
CREATE TABLE app.session (
  tenant_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL
);
CREATE TABLE app.setup_token (
  only_one boolean NOT NULL DEFAULT true,
  token_hash bytea NOT NULL
);
CREATE TABLE app.sign_in_throttle (
  key_hash bytea NOT NULL,
  failures integer NOT NULL,
  first_failure_at timestamp with time zone NOT NULL,
  blocked_until timestamp with time zone NOT NULL
);
CREATE TABLE app.soft_bounce (
  tenant_id uuid NOT NULL,
  address_key text NOT NULL,
  delivery_id uuid NOT NULL,
  at timestamp with time zone NOT NULL
);
CREATE TABLE app.suppression (
  tenant_id uuid NOT NULL,
  address_key text NOT NULL,
  reason text NOT NULL,
  detail text,
  delivery_id uuid,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone
);
CREATE TABLE app.team (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  position integer NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE app.team_member (
  tenant_id uuid NOT NULL,
  team_id uuid NOT NULL,
  person_id uuid NOT NULL,
  role text NOT NULL
);
CREATE TABLE app.tenant (
  id uuid NOT NULL,
  short text NOT NULL,
  name text NOT NULL,
  slug text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT app.now(),
  epoch integer NOT NULL DEFAULT 1
);
CREATE TABLE app.tenant_counter (
  tenant_id uuid NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0
) WITH (fillfactor=50, autovacuum_vacuum_threshold=50, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_cost_delay=0);
CREATE TABLE app.tenant_host (
  host text NOT NULL,
  tenant_id uuid NOT NULL
);
CREATE TABLE app.tenant_key (
  tenant_id uuid NOT NULL,
  purpose text NOT NULL,
  key_id text NOT NULL,
  secret bytea NOT NULL,
  created_at timestamp with time zone NOT NULL
);
CREATE TABLE app.tenant_setting (
  tenant_id uuid NOT NULL,
  auto_close_after_hours integer NOT NULL DEFAULT 168,
  strict_mail_auth boolean NOT NULL DEFAULT false,
  assign_on_reply boolean NOT NULL DEFAULT true
);
CREATE TABLE app.ticket (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  number bigint NOT NULL,
  key text NOT NULL,
  subject text NOT NULL,
  status text NOT NULL,
  priority text NOT NULL,
  channel text NOT NULL,
  team_id uuid NOT NULL,
  assignee_id uuid,
  requester_id uuid NOT NULL,
  version integer NOT NULL DEFAULT 1,
  seq bigint NOT NULL,
  public_seq bigint NOT NULL DEFAULT 0,
  requester_seq bigint NOT NULL DEFAULT 0,
  agent_seq bigint NOT NULL DEFAULT 0,
  requester_replied boolean NOT NULL DEFAULT false,
  status_reason text,
  follow_up_of uuid,
  created_at timestamp with time zone NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  first_response_at timestamp with time zone,
  due_at timestamp with time zone NOT NULL DEFAULT 'infinity'::timestamp with time zone,
  resolved_at timestamp with time zone,
  closed_at timestamp with time zone
);
CREATE TABLE app.worker_heartbeat (
  worker_id text NOT NULL,
  beat_at timestamp with time zone NOT NULL
) WITH (fillfactor=50);

-- keys and checks
ALTER TABLE app.acknowledgement ADD CONSTRAINT acknowledgement_pkey PRIMARY KEY (tenant_id, ticket_id);
ALTER TABLE app.acknowledgement ADD CONSTRAINT acknowledgement_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.api_key ADD CONSTRAINT api_key_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)));
ALTER TABLE app.api_key ADD CONSTRAINT api_key_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.api_key ADD CONSTRAINT api_key_short_check CHECK ((short ~ '^[0-9a-z]{8}$'::text));
ALTER TABLE app.api_key ADD CONSTRAINT api_key_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.api_key ADD CONSTRAINT api_key_tenant_id_short_key UNIQUE (tenant_id, short);
ALTER TABLE app.attachment ADD CONSTRAINT attachment_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.attachment ADD CONSTRAINT attachment_tenant_id_message_id_fkey FOREIGN KEY (tenant_id, message_id) REFERENCES app.message(tenant_id, id);
ALTER TABLE app.attachment ADD CONSTRAINT attachment_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_check CHECK (((state = ANY (ARRAY['PENDING'::text, 'SENDING'::text, 'RETRY'::text])) = (decided_at IS NULL)));
ALTER TABLE app.delivery ADD CONSTRAINT delivery_kind_check CHECK ((kind = ANY (ARRAY['MESSAGE'::text, 'ACKNOWLEDGEMENT'::text])));
ALTER TABLE app.delivery ADD CONSTRAINT delivery_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'SENDING'::text, 'RETRY'::text, 'SENT'::text, 'FAILED'::text, 'SUPPRESSED'::text, 'CANCELLED'::text, 'BOUNCED'::text])));
ALTER TABLE app.delivery ADD CONSTRAINT delivery_tenant_id_event_seq_person_id_kind_key UNIQUE (tenant_id, event_seq, person_id, kind);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_tenant_id_mailbox_id_fkey FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox(tenant_id, id);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_tenant_id_message_id_fkey FOREIGN KEY (tenant_id, message_id) REFERENCES app.message(tenant_id, id);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.delivery ADD CONSTRAINT delivery_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.draft ADD CONSTRAINT draft_kind_check CHECK ((kind = ANY (ARRAY['REPLY'::text, 'NOTE'::text])));
ALTER TABLE app.draft ADD CONSTRAINT draft_pkey PRIMARY KEY (tenant_id, person_id, ticket_id, kind);
ALTER TABLE app.draft ADD CONSTRAINT draft_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.draft ADD CONSTRAINT draft_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.event ADD CONSTRAINT event_pkey PRIMARY KEY (tenant_id, seq);
ALTER TABLE app.event ADD CONSTRAINT event_visibility_check CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'INTERNAL'::text])));
ALTER TABLE app.idempotency ADD CONSTRAINT idempotency_pkey PRIMARY KEY (tenant_id, scope_hash);
ALTER TABLE app.inbound ADD CONSTRAINT inbound_check CHECK (((state = ANY (ARRAY['RECEIVED'::text, 'PROCESSING'::text, 'RETRY'::text])) = (decided_at IS NULL)));
ALTER TABLE app.inbound ADD CONSTRAINT inbound_check1 CHECK (((state <> ALL (ARRAY['TICKET_CREATED'::text, 'APPENDED'::text, 'HELD'::text])) OR (ticket_id IS NOT NULL)));
ALTER TABLE app.inbound ADD CONSTRAINT inbound_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.inbound ADD CONSTRAINT inbound_state_check CHECK ((state = ANY (ARRAY['RECEIVED'::text, 'PROCESSING'::text, 'RETRY'::text, 'TICKET_CREATED'::text, 'APPENDED'::text, 'HELD'::text, 'SUSPENDED'::text, 'DUPLICATE'::text, 'BOUNCE_RECORDED'::text, 'QUARANTINED'::text])));
ALTER TABLE app.inbound ADD CONSTRAINT inbound_tenant_id_mailbox_id_fkey FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox(tenant_id, id);
ALTER TABLE app.inbound ADD CONSTRAINT inbound_tenant_id_source_external_id_key UNIQUE (tenant_id, source, external_id);
ALTER TABLE app.inbound ADD CONSTRAINT inbound_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.inbound_rate ADD CONSTRAINT inbound_rate_pkey PRIMARY KEY (tenant_id, key_hash);
ALTER TABLE app.inbound_raw ADD CONSTRAINT inbound_raw_pkey PRIMARY KEY (tenant_id, inbound_id);
ALTER TABLE app.inbound_raw ADD CONSTRAINT inbound_raw_tenant_id_inbound_id_fkey FOREIGN KEY (tenant_id, inbound_id) REFERENCES app.inbound(tenant_id, id);
ALTER TABLE app.inbound_route ADD CONSTRAINT inbound_route_pkey PRIMARY KEY (address_hash);
ALTER TABLE app.local_mail ADD CONSTRAINT local_mail_pkey PRIMARY KEY (tenant_id, delivery_id);
ALTER TABLE app.local_mail ADD CONSTRAINT local_mail_tenant_id_delivery_id_fkey FOREIGN KEY (tenant_id, delivery_id) REFERENCES app.delivery(tenant_id, id);
ALTER TABLE app.log_reader ADD CONSTRAINT log_reader_pkey PRIMARY KEY (tenant_id, reader);
ALTER TABLE app.login_route ADD CONSTRAINT login_route_pkey PRIMARY KEY (email_hash, tenant_id);
ALTER TABLE app.mail_dedupe ADD CONSTRAINT mail_dedupe_pkey PRIMARY KEY (tenant_id, key_hash);
ALTER TABLE app.mail_template ADD CONSTRAINT mail_template_kind_check CHECK ((kind = ANY (ARRAY['MESSAGE'::text, 'ACKNOWLEDGEMENT'::text])));
ALTER TABLE app.mail_template ADD CONSTRAINT mail_template_pkey PRIMARY KEY (tenant_id, kind);
ALTER TABLE app.mail_thread ADD CONSTRAINT mail_thread_kind_check CHECK ((kind = ANY (ARRAY['MESSAGE'::text, 'ACKNOWLEDGEMENT'::text])));
ALTER TABLE app.mail_thread ADD CONSTRAINT mail_thread_pkey PRIMARY KEY (tenant_id, message_id_hash, message_id);
ALTER TABLE app.mail_thread ADD CONSTRAINT mail_thread_tenant_id_message_id_fkey FOREIGN KEY (tenant_id, message_id) REFERENCES app.message(tenant_id, id);
ALTER TABLE app.mail_thread ADD CONSTRAINT mail_thread_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.mailbox ADD CONSTRAINT mailbox_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.mailbox ADD CONSTRAINT mailbox_tenant_id_address_key UNIQUE (tenant_id, address);
ALTER TABLE app.mailbox ADD CONSTRAINT mailbox_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES app.team(tenant_id, id);
ALTER TABLE app.message ADD CONSTRAINT message_author_kind_check CHECK ((author_kind = ANY (ARRAY['REQUESTER'::text, 'AGENT'::text, 'SYSTEM'::text])));
ALTER TABLE app.message ADD CONSTRAINT message_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.message ADD CONSTRAINT message_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.message ADD CONSTRAINT message_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.message ADD CONSTRAINT message_visibility_check CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'INTERNAL'::text])));
ALTER TABLE app.migration ADD CONSTRAINT migration_pkey PRIMARY KEY (id);
ALTER TABLE app.participant ADD CONSTRAINT participant_pkey PRIMARY KEY (tenant_id, ticket_id, person_id);
ALTER TABLE app.participant ADD CONSTRAINT participant_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.participant ADD CONSTRAINT participant_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.person ADD CONSTRAINT person_email_check CHECK (((length(email) >= 3) AND (length(email) <= 320)));
ALTER TABLE app.person ADD CONSTRAINT person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));
ALTER TABLE app.person ADD CONSTRAINT person_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.person ADD CONSTRAINT person_role_check CHECK ((role = ANY (ARRAY['EMPLOYEE'::text, 'AGENT'::text, 'LEAD'::text, 'TEAM_ADMIN'::text, 'OWNER'::text])));
ALTER TABLE app.person ADD CONSTRAINT person_tenant_id_email_key_key UNIQUE (tenant_id, email_key);
ALTER TABLE app.person ADD CONSTRAINT person_undo_seconds_check CHECK (((undo_seconds >= 0) AND (undo_seconds <= 60)));
ALTER TABLE app.queued_reply ADD CONSTRAINT queued_reply_check CHECK (((state = 'QUEUED'::text) = (decided_at IS NULL)));
ALTER TABLE app.queued_reply ADD CONSTRAINT queued_reply_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.queued_reply ADD CONSTRAINT queued_reply_state_check CHECK ((state = ANY (ARRAY['QUEUED'::text, 'SENT'::text, 'TAKEN_BACK'::text, 'BLOCKED'::text])));
ALTER TABLE app.queued_reply ADD CONSTRAINT queued_reply_tenant_id_author_id_fkey FOREIGN KEY (tenant_id, author_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.queued_reply ADD CONSTRAINT queued_reply_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.reader_attempt ADD CONSTRAINT reader_attempt_pkey PRIMARY KEY (tenant_id, reader, seq);
ALTER TABLE app.reader_parked ADD CONSTRAINT reader_parked_pkey PRIMARY KEY (tenant_id, reader, seq);
ALTER TABLE app.reply_token ADD CONSTRAINT reply_token_pkey PRIMARY KEY (tenant_id, ref);
ALTER TABLE app.reply_token ADD CONSTRAINT reply_token_ref_check CHECK ((length(ref) = 8));
ALTER TABLE app.reply_token ADD CONSTRAINT reply_token_tenant_id_mailbox_id_fkey FOREIGN KEY (tenant_id, mailbox_id) REFERENCES app.mailbox(tenant_id, id);
ALTER TABLE app.reply_token ADD CONSTRAINT reply_token_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.reply_token ADD CONSTRAINT reply_token_tenant_id_ticket_id_fkey FOREIGN KEY (tenant_id, ticket_id) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.sample_desk ADD CONSTRAINT sample_desk_pkey PRIMARY KEY (tenant_id);
ALTER TABLE app.session ADD CONSTRAINT session_pkey PRIMARY KEY (tenant_id, token_hash);
ALTER TABLE app.session ADD CONSTRAINT session_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.setup_token ADD CONSTRAINT setup_token_only_one_check CHECK (only_one);
ALTER TABLE app.setup_token ADD CONSTRAINT setup_token_pkey PRIMARY KEY (only_one);
ALTER TABLE app.sign_in_throttle ADD CONSTRAINT sign_in_throttle_pkey PRIMARY KEY (key_hash);
ALTER TABLE app.soft_bounce ADD CONSTRAINT soft_bounce_pkey PRIMARY KEY (tenant_id, address_key, delivery_id);
ALTER TABLE app.suppression ADD CONSTRAINT suppression_pkey PRIMARY KEY (tenant_id, address_key);
ALTER TABLE app.suppression ADD CONSTRAINT suppression_reason_check CHECK ((reason = ANY (ARRAY['HARD_BOUNCE'::text, 'SOFT_BOUNCES'::text, 'COMPLAINT'::text])));
ALTER TABLE app.team ADD CONSTRAINT team_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)));
ALTER TABLE app.team ADD CONSTRAINT team_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.team ADD CONSTRAINT team_prefix_check CHECK ((prefix ~ '^[A-Z][A-Z0-9]{1,9}$'::text));
ALTER TABLE app.team ADD CONSTRAINT team_tenant_id_prefix_key UNIQUE (tenant_id, prefix);
ALTER TABLE app.team_member ADD CONSTRAINT team_member_pkey PRIMARY KEY (tenant_id, team_id, person_id);
ALTER TABLE app.team_member ADD CONSTRAINT team_member_role_check CHECK ((role = ANY (ARRAY['AGENT'::text, 'LEAD'::text, 'TEAM_ADMIN'::text])));
ALTER TABLE app.team_member ADD CONSTRAINT team_member_tenant_id_person_id_fkey FOREIGN KEY (tenant_id, person_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.team_member ADD CONSTRAINT team_member_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES app.team(tenant_id, id);
ALTER TABLE app.tenant ADD CONSTRAINT tenant_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)));
ALTER TABLE app.tenant ADD CONSTRAINT tenant_pkey PRIMARY KEY (id);
ALTER TABLE app.tenant ADD CONSTRAINT tenant_short_check CHECK ((short ~ '^[0-9a-z]{8}$'::text));
ALTER TABLE app.tenant ADD CONSTRAINT tenant_short_key UNIQUE (short);
ALTER TABLE app.tenant ADD CONSTRAINT tenant_slug_check CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text));
ALTER TABLE app.tenant ADD CONSTRAINT tenant_slug_key UNIQUE (slug);
ALTER TABLE app.tenant_counter ADD CONSTRAINT tenant_counter_pkey PRIMARY KEY (tenant_id);
ALTER TABLE app.tenant_host ADD CONSTRAINT tenant_host_host_check CHECK ((host = lower(host)));
ALTER TABLE app.tenant_host ADD CONSTRAINT tenant_host_pkey PRIMARY KEY (host);
ALTER TABLE app.tenant_key ADD CONSTRAINT tenant_key_key_id_check CHECK ((key_id ~ '^[a-z]$'::text));
ALTER TABLE app.tenant_key ADD CONSTRAINT tenant_key_pkey PRIMARY KEY (tenant_id, purpose, key_id);
ALTER TABLE app.tenant_key ADD CONSTRAINT tenant_key_secret_check CHECK ((length(secret) = 32));
ALTER TABLE app.tenant_setting ADD CONSTRAINT tenant_setting_auto_close_after_hours_check CHECK (((auto_close_after_hours >= 1) AND (auto_close_after_hours <= 672)));
ALTER TABLE app.tenant_setting ADD CONSTRAINT tenant_setting_pkey PRIMARY KEY (tenant_id);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_channel_check CHECK ((channel = ANY (ARRAY['PORTAL'::text, 'EMAIL'::text, 'API'::text, 'SLACK'::text, 'TEAMS'::text])));
ALTER TABLE app.ticket ADD CONSTRAINT ticket_pkey PRIMARY KEY (tenant_id, id);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_priority_check CHECK ((priority = ANY (ARRAY['P1'::text, 'P2'::text, 'P3'::text, 'P4'::text])));
ALTER TABLE app.ticket ADD CONSTRAINT ticket_status_check CHECK ((status = ANY (ARRAY['NEW'::text, 'TRIAGED'::text, 'ASSIGNED'::text, 'IN_PROGRESS'::text, 'WAITING_ON_REQUESTER'::text, 'WAITING_ON_VENDOR'::text, 'RESOLVED'::text, 'CLOSED'::text, 'REOPENED'::text])));
ALTER TABLE app.ticket ADD CONSTRAINT ticket_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 250)));
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_assignee_id_fkey FOREIGN KEY (tenant_id, assignee_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_follow_up_of_fkey FOREIGN KEY (tenant_id, follow_up_of) REFERENCES app.ticket(tenant_id, id);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_key_key UNIQUE (tenant_id, key);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_number_key UNIQUE (tenant_id, number);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_requester_id_fkey FOREIGN KEY (tenant_id, requester_id) REFERENCES app.person(tenant_id, id);
ALTER TABLE app.ticket ADD CONSTRAINT ticket_tenant_id_team_id_fkey FOREIGN KEY (tenant_id, team_id) REFERENCES app.team(tenant_id, id);
ALTER TABLE app.worker_heartbeat ADD CONSTRAINT worker_heartbeat_pkey PRIMARY KEY (worker_id);

-- indexes
CREATE INDEX acknowledgement_address ON app.acknowledgement USING btree (tenant_id, address_key, made_at);
CREATE INDEX acknowledgement_mailbox ON app.acknowledgement USING btree (tenant_id, mailbox_id, made_at);
CREATE INDEX attachment_message ON app.attachment USING btree (tenant_id, message_id);
CREATE INDEX delivery_mailbox ON app.delivery USING btree (tenant_id, mailbox_id, next_at) WHERE (state = ANY (ARRAY['PENDING'::text, 'SENDING'::text, 'RETRY'::text]));
CREATE INDEX delivery_open ON app.delivery USING btree (tenant_id, next_at) WHERE (state = ANY (ARRAY['PENDING'::text, 'SENDING'::text, 'RETRY'::text]));
CREATE INDEX delivery_order ON app.delivery USING btree (tenant_id, ticket_id, person_id, event_seq) WHERE (state = ANY (ARRAY['PENDING'::text, 'SENDING'::text, 'RETRY'::text]));
CREATE INDEX delivery_state ON app.delivery USING btree (tenant_id, state, id);
CREATE INDEX delivery_ticket ON app.delivery USING btree (tenant_id, ticket_id, event_seq, person_id);
CREATE INDEX draft_written ON app.draft USING btree (tenant_id, person_id, written_at, ticket_id, kind);
CREATE INDEX event_ticket ON app.event USING btree (tenant_id, ticket_id, seq) WHERE (ticket_id IS NOT NULL);
CREATE INDEX idempotency_expiry ON app.idempotency USING btree (tenant_id, expires_at);
CREATE INDEX inbound_import ON app.inbound USING btree (tenant_id, import_id) WHERE (import_id IS NOT NULL);
CREATE INDEX inbound_message_id ON app.inbound USING btree (tenant_id, message_id_hash) WHERE (message_id_hash IS NOT NULL);
CREATE INDEX inbound_open ON app.inbound USING btree (tenant_id, look_after) WHERE (state = ANY (ARRAY['RECEIVED'::text, 'PROCESSING'::text, 'RETRY'::text]));
CREATE INDEX inbound_state ON app.inbound USING btree (tenant_id, state, id);
CREATE INDEX inbound_waits ON app.inbound USING btree (tenant_id, waits_for) WHERE (waits_for IS NOT NULL);
CREATE INDEX local_mail_kept ON app.local_mail USING btree (tenant_id, kept_at, delivery_id);
CREATE INDEX mail_thread_person ON app.mail_thread USING btree (tenant_id, ticket_id, person_id, seq) WHERE (header IS NOT NULL);
CREATE INDEX message_ticket ON app.message USING btree (tenant_id, ticket_id, seq);
CREATE INDEX participant_person ON app.participant USING btree (tenant_id, person_id);
CREATE INDEX queued_reply_due ON app.queued_reply USING btree (tenant_id, send_at) WHERE (state = 'QUEUED'::text);
CREATE INDEX queued_reply_ticket ON app.queued_reply USING btree (tenant_id, ticket_id, send_at) WHERE (state = ANY (ARRAY['QUEUED'::text, 'BLOCKED'::text]));
CREATE UNIQUE INDEX reply_token_participant ON app.reply_token USING btree (tenant_id, ticket_id, person_id, mailbox_id) WHERE (revoked_at IS NULL);
CREATE INDEX session_person ON app.session USING btree (tenant_id, person_id);
CREATE INDEX team_member_person ON app.team_member USING btree (tenant_id, person_id);
CREATE INDEX ticket_assignee ON app.ticket USING btree (tenant_id, assignee_id, status, updated_at, id) INCLUDE (team_id, requester_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX ticket_assignee_created ON app.ticket USING btree (tenant_id, assignee_id, status, created_at, id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX ticket_created ON app.ticket USING btree (tenant_id, created_at, id);
CREATE INDEX ticket_due ON app.ticket USING btree (tenant_id, due_at, id);
CREATE INDEX ticket_follow_up ON app.ticket USING btree (tenant_id, follow_up_of) WHERE (follow_up_of IS NOT NULL);
CREATE INDEX ticket_priority ON app.ticket USING btree (tenant_id, priority, status, updated_at, id) INCLUDE (team_id, requester_id);
CREATE INDEX ticket_requester ON app.ticket USING btree (tenant_id, requester_id, status, updated_at, id);
CREATE INDEX ticket_requester_created ON app.ticket USING btree (tenant_id, requester_id, status, created_at, id);
CREATE INDEX ticket_resolved ON app.ticket USING btree (tenant_id, resolved_at) WHERE (status = 'RESOLVED'::text);
CREATE INDEX ticket_team_created ON app.ticket USING btree (tenant_id, team_id, status, created_at, id);
CREATE INDEX ticket_team_due ON app.ticket USING btree (tenant_id, team_id, status, due_at, id);
CREATE INDEX ticket_team_updated ON app.ticket USING btree (tenant_id, team_id, status, updated_at, id);
CREATE INDEX ticket_unassigned ON app.ticket USING btree (tenant_id, team_id, status, updated_at, id) WHERE (assignee_id IS NULL);
CREATE INDEX ticket_unassigned_created ON app.ticket USING btree (tenant_id, team_id, status, created_at, id) WHERE (assignee_id IS NULL);
CREATE INDEX ticket_updated ON app.ticket USING btree (tenant_id, updated_at, id);

-- row security
CREATE POLICY tenant ON app.acknowledgement USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.api_key USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.attachment USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.delivery USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.draft USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.event USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.idempotency USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.inbound USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.inbound_rate USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.inbound_raw USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.local_mail USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.mail_dedupe USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.mail_template USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.mail_thread USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.mailbox USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.message USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.participant USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.person USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.queued_reply USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.reader_attempt USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.reader_parked USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.reply_token USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.sample_desk USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.session USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.soft_bounce USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.suppression USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.team USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.team_member USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.tenant_key USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.tenant_setting USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));
CREATE POLICY tenant ON app.ticket USING (tenant_id = ( SELECT app.tenant_id() AS tenant_id)) WITH CHECK (tenant_id = ( SELECT app.tenant_id() AS tenant_id));

-- triggers
CREATE TRIGGER event_append_only BEFORE DELETE OR UPDATE ON app.event FOR EACH ROW EXECUTE FUNCTION app.event_is_append_only();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON app.event FOR EACH STATEMENT EXECUTE FUNCTION app.event_is_append_only();

-- functions
CREATE OR REPLACE FUNCTION app.event_is_append_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = '42501';
END $function$
;
CREATE OR REPLACE FUNCTION app.make_ticket_numbers()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  EXECUTE format('CREATE SEQUENCE IF NOT EXISTS ticket_number.%I', 't' || replace(app.tenant_id()::text, '-', ''));
END $function$
;
CREATE OR REPLACE FUNCTION app.next_ticket_number()
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  RETURN nextval(format('ticket_number.%I', 't' || replace(app.tenant_id()::text, '-', ''))::regclass);
END $function$
;
CREATE OR REPLACE FUNCTION app.now()
 RETURNS timestamp with time zone
 LANGUAGE sql
 PARALLEL SAFE
AS $function$
  SELECT pg_catalog.date_trunc('milliseconds', pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) pg_catalog.make_interval(
    secs => coalesce(nullif(pg_catalog.current_setting('app.clock_offset_ms', true), ''), '0')::pg_catalog.float8 OPERATOR(pg_catalog./) 1000))
$function$
;
CREATE OR REPLACE FUNCTION app.remove_sample_people()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  tenant uuid := app.tenant_id();
  people uuid[];
BEGIN
  SELECT s.person_ids INTO people FROM app.sample_desk s WHERE s.tenant_id = tenant FOR UPDATE;
  UPDATE app.ticket SET assignee_id = NULL WHERE tenant_id = tenant AND assignee_id = ANY(people);
  DELETE FROM app.team_member WHERE tenant_id = tenant AND person_id = ANY(people);
  DELETE FROM app.session WHERE tenant_id = tenant AND person_id = ANY(people);
  DELETE FROM app.api_key WHERE tenant_id = tenant AND person_id = ANY(people);
  DELETE FROM app.login_route WHERE tenant_id = tenant AND email_hash IN (SELECT sha256(convert_to(p.email_key, 'UTF8'))
    FROM app.person p WHERE p.tenant_id = tenant AND p.id = ANY(people));
  DELETE FROM app.person WHERE tenant_id = tenant AND id = ANY(people);
  DELETE FROM app.sample_desk WHERE tenant_id = tenant;
END $function$
;
CREATE OR REPLACE FUNCTION app.remove_sample_tickets(OUT removed uuid[], OUT replies uuid[], OUT files text[])
 RETURNS record
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  tenant uuid := app.tenant_id();
  people uuid[];
  addresses text[];
  messages uuid[];
  deliveries uuid[];
  sent bytea[];
  mails uuid[];
BEGIN
  SELECT s.person_ids, s.ticket_ids INTO people, removed FROM app.sample_desk s WHERE s.tenant_id = tenant FOR UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT coalesce(array_agg(k.id), '{}') INTO removed FROM (SELECT t.id FROM app.ticket t
    WHERE t.tenant_id = tenant AND (t.id = ANY(removed) OR t.requester_id = ANY(people)) ORDER BY t.id FOR UPDATE) AS k;
  SELECT coalesce(array_agg(k.email_key), '{}') INTO addresses FROM (SELECT p.email_key FROM app.person p
    WHERE p.tenant_id = tenant AND p.id = ANY(people) ORDER BY p.id FOR UPDATE) AS k;
  SELECT coalesce(array_agg(m.id), '{}') INTO messages FROM app.message m
    WHERE m.tenant_id = tenant AND (m.ticket_id = ANY(removed) OR m.author_id = ANY(people));
  SELECT coalesce(array_agg(d.id), '{}') INTO deliveries FROM app.delivery d
    WHERE d.tenant_id = tenant AND (d.ticket_id = ANY(removed) OR d.message_id = ANY(messages) OR d.person_id = ANY(people));
  -- A mail that is not decided yet has no sender and no ticket: it is known by the mails that it answers.
  SELECT coalesce(array_agg(h.message_id_hash), '{}') INTO sent FROM app.mail_thread h
    WHERE h.tenant_id = tenant AND (h.ticket_id = ANY(removed) OR h.message_id = ANY(messages));
  SELECT coalesce(array_agg(i.id), '{}') INTO mails FROM app.inbound i
    WHERE i.tenant_id = tenant AND (i.ticket_id = ANY(removed) OR i.message_id = ANY(messages) OR lower(i.sender) = ANY(addresses)
      OR i.answers && sent);

  DELETE FROM app.local_mail WHERE tenant_id = tenant AND delivery_id = ANY(deliveries);
  DELETE FROM app.delivery WHERE tenant_id = tenant AND id = ANY(deliveries);
  DELETE FROM app.soft_bounce WHERE tenant_id = tenant AND (delivery_id = ANY(deliveries) OR address_key = ANY(addresses));
  DELETE FROM app.suppression WHERE tenant_id = tenant AND address_key = ANY(addresses);
  DELETE FROM app.acknowledgement WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR address_key = ANY(addresses));
  DELETE FROM app.reply_token WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR person_id = ANY(people));
  DELETE FROM app.mail_thread
    WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR message_id = ANY(messages) OR person_id = ANY(people));

  -- The limits on floods know a sender and a subject by their hashes alone.
  DELETE FROM app.inbound_rate r USING (
    SELECT jsonb_build_array(tenant, 'sender', a.address) AS parts FROM unnest(addresses) AS a(address)
    UNION SELECT jsonb_build_array(tenant, 'subject', lower(i.sender), i.subject) FROM app.inbound i
      WHERE i.tenant_id = tenant AND i.id = ANY(mails)) AS k
    WHERE r.tenant_id = tenant AND r.key_hash = sha256(convert_to(replace(k.parts::text, '", "', '","'), 'UTF8'));
  DELETE FROM app.mail_dedupe WHERE tenant_id = tenant AND inbound_id = ANY(mails);
  DELETE FROM app.inbound_raw WHERE tenant_id = tenant AND inbound_id = ANY(mails);
  DELETE FROM app.inbound WHERE tenant_id = tenant AND id = ANY(mails);

  WITH gone AS (DELETE FROM app.attachment
    WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR message_id = ANY(messages)) RETURNING storage_key)
  SELECT coalesce(array_agg(storage_key), '{}') INTO files FROM gone;
  DELETE FROM app.draft WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR person_id = ANY(people));
  WITH gone AS (DELETE FROM app.queued_reply
    WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR author_id = ANY(people)) RETURNING id)
  SELECT coalesce(array_agg(id), '{}') INTO replies FROM gone;
  DELETE FROM app.participant WHERE tenant_id = tenant AND (ticket_id = ANY(removed) OR person_id = ANY(people));
  DELETE FROM app.idempotency WHERE tenant_id = tenant AND substring(resource FROM '^/api/v1/tickets/([0-9a-f-]{36})') = ANY(removed::text[]);
  DELETE FROM app.message WHERE tenant_id = tenant AND id = ANY(messages);
  UPDATE app.ticket SET follow_up_of = NULL WHERE tenant_id = tenant AND follow_up_of = ANY(removed) AND NOT id = ANY(removed);
  DELETE FROM app.ticket WHERE tenant_id = tenant AND id = ANY(removed);
END $function$
;
CREATE OR REPLACE FUNCTION app.seq(k integer)
 RETURNS bigint
 LANGUAGE sql
 STABLE
AS $function$
  SELECT pg_catalog.current_setting('app.seq_base')::pg_catalog.int8 OPERATOR(pg_catalog.+) k
$function$
;
CREATE OR REPLACE FUNCTION app.tenant_id()
 RETURNS uuid
 LANGUAGE plpgsql
 STABLE PARALLEL SAFE
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE setting text := current_setting('app.tenant_id', true);
BEGIN
  IF setting IS NULL OR setting = '' THEN
    RAISE EXCEPTION 'no tenant context' USING ERRCODE = '42501';
  END IF;
  RETURN setting::uuid;
END $function$
;

-- rights of the app role
GRANT INSERT, SELECT ON app.acknowledgement TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.api_key TO {{app}};
GRANT INSERT, SELECT ON app.attachment TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.delivery TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.draft TO {{app}};
GRANT INSERT, SELECT ON app.event TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.idempotency TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.inbound TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.inbound_rate TO {{app}};
GRANT INSERT, SELECT ON app.inbound_raw TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.inbound_route TO {{app}};
GRANT DELETE, INSERT, SELECT ON app.local_mail TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.log_reader TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.login_route TO {{app}};
GRANT INSERT, SELECT ON app.mail_dedupe TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.mail_template TO {{app}};
GRANT INSERT, SELECT ON app.mail_thread TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.mailbox TO {{app}};
GRANT INSERT, SELECT ON app.message TO {{app}};
GRANT INSERT, SELECT ON app.participant TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.person TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.queued_reply TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.reader_attempt TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.reader_parked TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.reply_token TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.sample_desk TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.session TO {{app}};
GRANT DELETE, INSERT, SELECT ON app.setup_token TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.sign_in_throttle TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.soft_bounce TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.suppression TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.team TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.team_member TO {{app}};
GRANT INSERT, SELECT ON app.tenant TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.tenant_counter TO {{app}};
GRANT INSERT, SELECT ON app.tenant_host TO {{app}};
GRANT INSERT, SELECT ON app.tenant_key TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.tenant_setting TO {{app}};
GRANT INSERT, SELECT, UPDATE ON app.ticket TO {{app}};
GRANT DELETE, INSERT, SELECT, UPDATE ON app.worker_heartbeat TO {{app}};
