-- module: sample; kind: expand; breaking: no

-- What of an organisation is sample: its tickets and its people, written down as they are made, so that a load that died
-- half-way can be removed as well. At most one a tenant; the row goes with what it names.
CREATE TABLE app.sample_desk (
  tenant_id uuid PRIMARY KEY,
  ticket_ids uuid[] NOT NULL DEFAULT '{}',
  person_ids uuid[] NOT NULL DEFAULT '{}',
  -- The ticket to look at first.
  first_ticket_id uuid,
  started_at timestamptz NOT NULL,
  -- Null while it is being loaded.
  loaded_at timestamptz
);
{{isolate app.sample_desk}}
GRANT SELECT, INSERT, UPDATE ON app.sample_desk TO {{app}};

-- Requests may not delete tickets, messages or people. These two may, and only what app.sample_desk names: they run as the
-- owner of the tables, which sees all tenants, so each statement names the tenant.

-- Deletes the sample tickets, those of the sample people, and every message of either, with all that hangs on them. The
-- people stay for app.remove_sample_people(), so that others can be told in between whose work they gave back.
CREATE FUNCTION app.remove_sample_tickets(OUT removed uuid[], OUT replies uuid[], OUT files text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
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
END $$;

-- Deletes the sample people with their memberships, sessions and keys, and the row that named them. What they finished of
-- other people's tickets is nobody's then.
CREATE FUNCTION app.remove_sample_people() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
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
END $$;
REVOKE ALL ON FUNCTION app.remove_sample_tickets(), app.remove_sample_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.remove_sample_tickets(), app.remove_sample_people() TO {{app}};
