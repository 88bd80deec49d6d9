-- What waits, or waited, for a person: the projection that lists, look-ups and watchers of approvals read.

create table approvals (
    session_id   uuid        not null,
    action_id    uuid        not null,
    -- 0 for the approval of the call itself; else how often the call had been run when a crash put it in doubt.
    attempt      integer     not null,
    tenant_id    uuid        not null,
    turn_number  integer     not null,
    state        text        not null check (state in
                     ('pending', 'allowed', 'allowed_with_edits', 'rejected', 'expired', 'withdrawn')),
    requested_at timestamptz not null,
    expires_at   timestamptz,
    -- Messages of the API: what waits, and what became of it.
    request      bytea       not null,
    resolution   bytea,
    -- Of a deleted session's approvals only watchers hear, and not for long.
    removed      boolean     not null default false,
    -- When this row was written, by this clock here: where watchers go on reading.
    changed_at   timestamptz not null default clock_timestamp(),
    primary key (session_id, action_id, attempt)
);

create unique index approvals_by_id on approvals (tenant_id, action_id, attempt);
create index approvals_by_time on approvals (tenant_id, requested_at desc, action_id desc, attempt desc);
create index approvals_pending on approvals (tenant_id, requested_at, action_id, attempt) where state = 'pending';
create index approvals_changes on approvals (tenant_id, changed_at);
create index approvals_removed on approvals (changed_at) where removed;
