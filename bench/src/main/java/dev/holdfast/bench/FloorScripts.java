package dev.holdfast.bench;

/** What pgbench repeats. Ids ascend over all clients, as the server's do; so both grow their indexes at the end. */
final class FloorScripts {

    private static final String NEXT_ID = """
            \\set id :number * 100 + :client_id
            \\set number :number + 1
            """;

    private FloorScripts() {}

    /** The rows of one session in one transaction. */
    static String session(SessionRows rows) {
        return NEXT_ID
                + """
            begin;
            insert into session_head (session_id, fence, last_sequence, revision, last_append) \
            values (('00000000-0000-7000-8000-' || :id)::uuid, 0, 0, 1, gen_random_uuid());
            insert into events (session_id, sequence, turn_number, kind, payload, created_at) \
            values (('00000000-0000-7000-8000-' || :id)::uuid, 0, 0, %d, '\\x%s', now());
            insert into sessions (session_id, tenant_id, origin, status, agent_id, metadata, revision, \
            created_at, updated_at, last_activity_at, due_at) \
            values (('00000000-0000-7000-8000-' || :id)::uuid, '%s', '%s', '%s', '%s', '%s', 1, \
            now(), now(), now(), now() + interval '7 days');
            commit;
            """.formatted(
                                rows.kind(),
                                rows.payload(),
                                rows.tenant(),
                                rows.origin(),
                                rows.status(),
                                rows.agent(),
                                rows.metadata());
    }

    /** One row of a log, and nothing that says that it may be written. */
    static String event(String payload) {
        return NEXT_ID + """
            insert into events (session_id, sequence, turn_number, kind, payload, created_at) \
            values ('00000000-0000-7000-8000-000000000001', :id, 1, 100, '\\x%s', now());
            """.formatted(payload);
    }
}
