-- A response is the one turn of a session of its own, which no list shows.

alter table sessions
    drop constraint sessions_origin_check,
    add constraint sessions_origin_check check (origin in ('native', 'sessions', 'workspace', 'responses'));
