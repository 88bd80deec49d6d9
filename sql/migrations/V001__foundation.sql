-- Who calls: tenants and the keys that speak for them.

create table tenants (
    tenant_id  uuid primary key,
    name       text        not null unique,
    plan       text        not null check (plan in ('paid', 'free')),
    created_at timestamptz not null
);

create table keys (
    key_id          uuid primary key,
    tenant_id       uuid        not null references tenants,
    name            text        not null,
    style           text        not null check (style in ('native', 'sessions', 'workspace', 'repositories')),
    -- The secret itself is shown once and never stored.
    secret_sha256   bytea       not null unique,
    -- Its first characters, by which a person recognises it in a list.
    secret_hint     text        not null,
    grants          text[]      not null,
    created_at      timestamptz not null,
    rotated_at      timestamptz,
    revoked_at      timestamptz,
    created_by      uuid,
    idempotency_key text,
    unique (created_by, idempotency_key)
);

create index keys_by_tenant on keys (tenant_id, created_at, key_id);

-- The log. A head is the one row that every append touches, so it stays narrow and leaves room for updates in place.

create table session_head (
    session_id    uuid primary key,
    -- Raised by every change of writer; an append with an older fence is refused.
    fence         bigint not null,
    last_sequence bigint not null,
    -- Counts facts only; commands compare it.
    revision      bigint not null,
    owner         uuid,
    -- Names the append that moved this head last.
    last_append   uuid   not null,
    -- A deleted session keeps its head until its events are gone.
    deleted_at    timestamptz
) with (fillfactor = 50);

create index session_head_owned on session_head (owner) where owner is not null;
create index session_head_deleted on session_head (deleted_at) where deleted_at is not null;

create table events (
    session_id  uuid        not null,
    sequence    bigint      not null,
    turn_number integer     not null,
    -- The field number of the payload in holdfast.v1.Event.
    kind        smallint    not null,
    payload     bytea       not null,
    created_at  timestamptz not null,
    primary key (session_id, sequence)
);

-- The projection of a session's events that lists and the due worker read. What never changes stays in event 0.

create table sessions (
    session_id       uuid primary key,
    tenant_id        uuid        not null,
    origin           text        not null check (origin in ('native', 'sessions', 'workspace')),
    status           text        not null check (status in ('active', 'completed')),
    agent_id         text,
    metadata         text        not null,
    revision         bigint      not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    last_activity_at timestamptz not null,
    -- The next instant at which anything can happen to this session by itself.
    due_at           timestamptz
);

create index sessions_by_tenant on sessions (tenant_id, created_at desc, session_id desc);
create index sessions_by_status on sessions (tenant_id, status, created_at desc, session_id desc);
create index sessions_by_agent on sessions (tenant_id, agent_id, created_at desc, session_id desc)
    where agent_id is not null;
create index sessions_due on sessions (due_at) where due_at is not null;

-- What a repeated request with the same Idempotency-Key answers with.

create table idempotency_keys (
    key_id          uuid        not null,
    idempotency_key text        not null,
    fingerprint     text        not null,
    session_id      uuid        not null,
    created_at      timestamptz not null,
    primary key (key_id, idempotency_key)
);

create index idempotency_keys_by_age on idempotency_keys (created_at);
