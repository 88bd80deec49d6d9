-- A tenant may be held to so many sessions of the workspace dialect at once; making one counts them.

create index sessions_of_workspace on sessions (tenant_id, due_at)
    where origin = 'workspace' and status <> 'completed';
