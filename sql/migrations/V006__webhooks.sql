-- Webhooks: what is to be told to whom, written in the transaction of the event that it tells of, and what became of it.

create table webhook_deliveries (
    delivery_id  uuid primary key,
    tenant_id    uuid        not null,
    -- The name of the endpoint in the configuration, which holds its address and its secrets.
    endpoint     text        not null,
    -- The event that it tells of; null for a test.
    session_id   uuid,
    sequence     bigint,
    type         text        not null,
    -- The webhook-id: the same for every attempt, and for every endpoint that is told.
    message_id   text        not null,
    -- What is sent, to the byte, since the signature is over it.
    body         bytea       not null,
    created_at   timestamptz not null,
    state        text        not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    -- When it is tried next; null unless it is pending.
    due_at       timestamptz,
    -- How often it was tried, ever.
    attempts     integer     not null default 0,
    -- How often it was tried since it was made or last ordered again.
    tried        integer     not null default 0,
    attempted_at timestamptz,
    -- What the last attempt came to: the status that was answered, or why there was none.
    last_status  integer,
    last_failure text check (last_failure in ('timeout', 'connection', 'tls', 'fault')),
    ended_at     timestamptz,
    -- The node that is trying it, in this epoch of it. Null with `owner_epoch`.
    owner        uuid,
    owner_epoch  bigint,
    -- Each endpoint is told of an event once.
    unique (session_id, sequence, endpoint)
);

create index webhook_deliveries_due on webhook_deliveries (endpoint, due_at, delivery_id) where state = 'pending';
create index webhook_deliveries_by_tenant on webhook_deliveries (tenant_id, delivery_id desc);
-- What is older than it may be: what has ended, and what waits for an endpoint that nobody knows any more.
create index webhook_deliveries_by_age on webhook_deliveries (coalesce(ended_at, due_at));
