-- Turns: what lists and look-ups of sessions need to know of them.

alter table sessions
    drop constraint sessions_status_check,
    add constraint sessions_status_check check (status in ('active', 'paused', 'completed')),
    add column busy              boolean     not null default false,
    add column turn_count        integer     not null default 0,
    add column total_cost_micros bigint      not null default 0,
    add column last_response_at  timestamptz,
    -- What waits for somebody, as the payload of the event that says so; null if nothing does.
    add column paused            bytea;

-- Where each turn lies in its session's log, and what became of it.

create table turns (
    session_id     uuid        not null,
    turn_number    integer     not null,
    state          text        not null check (state in ('running', 'waiting', 'completed', 'failed', 'cancelled')),
    first_sequence bigint      not null,
    -- The number of the event that ended it; null before.
    last_sequence  bigint,
    input_tokens   bigint      not null,
    output_tokens  bigint      not null,
    cost_micros    bigint      not null,
    started_at     timestamptz not null,
    ended_at       timestamptz,
    primary key (session_id, turn_number)
);
