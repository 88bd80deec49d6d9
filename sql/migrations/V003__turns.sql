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
