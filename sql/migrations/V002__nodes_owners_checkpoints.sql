-- The servers that work on this database. One is alive until the instant that its last beat set, by this clock here.

create table nodes (
    node_id     uuid primary key,
    -- Raised by every start, so that what an earlier start owned is free at once.
    epoch       bigint      not null,
    alive_until timestamptz not null
);

-- Who runs a session: the node of `owner`, in this epoch of it. Null with `owner`.
alter table session_head add column owner_epoch bigint;
-- The number of the session's last checkpoint: where opening it begins.
alter table session_head add column last_checkpoint bigint;

-- Facts make the state of a session; the rest tells its readers how something is getting on.
alter table events add column fact boolean not null default true;

-- Opening a session reads its facts and never what lies between them.
create index events_facts on events (session_id, sequence) where fact;

-- Where a repeated append began; null for a repeated creation.
alter table idempotency_keys add column turn_number integer;
alter table idempotency_keys add column first_sequence bigint;
