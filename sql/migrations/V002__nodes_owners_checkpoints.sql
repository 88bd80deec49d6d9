-- The servers that work on this database. One is alive until the instant that its last beat set, by this clock here.

create table nodes (
    node_id     uuid primary key,
    -- Raised by every start, so that what an earlier start owned is free at once.
    epoch       bigint      not null,
    alive_until timestamptz not null
);

-- Who runs a session: the node of `owner`, in this epoch of it. Null with `owner`.
alter table session_head add column owner_epoch bigint;
-- The turn that began last; 0 before the first.
alter table session_head add column turn_number integer not null default 0;
-- The number of the session's last checkpoint: where opening it begins.
alter table session_head add column last_checkpoint bigint;

-- Opening a session reads its facts and never what lies between them: kinds from 100 on are progress.
create index events_facts on events (session_id, sequence) where kind < 100;

-- Where a repeated append began; null for a repeated creation.
alter table idempotency_keys add column turn_number integer;
alter table idempotency_keys add column first_sequence bigint;
