package dev.holdfast.approval;

import dev.holdfast.approval.ApprovalStore.Mark;
import dev.holdfast.engine.Approval.State;
import dev.holdfast.name.ApprovalId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One reader of a tenant's approvals, who misses no change, by whatever server. Rows carry the database's time of their last
 * change; since commits become visible in another order than that, each look goes back further than any transaction can take,
 * and what was told already is passed over.
 */
final class ApprovalWatch {

    /** A statement may take 5 seconds and a transaction wait for 10; this is several times what both can come to. */
    static final Duration LOOK_BACK = Duration.ofSeconds(60);

    private static final int PAGE = 100;

    private final ApprovalStore store;
    private final ApprovalQuery query;

    /** What was told of the time that is looked back on. */
    private final Map<Told, Instant> told = new HashMap<>();

    private Instant latest;

    private record Told(ApprovalId id, State state) {}

    private ApprovalWatch(ApprovalStore store, ApprovalQuery query, Instant now) {
        this.store = store;
        this.query = query;
        this.latest = now;
    }

    /** From now on every change is told; what changed before is only looked at. */
    static ApprovalWatch begin(ApprovalStore store, ApprovalQuery query) {
        ApprovalWatch watch = new ApprovalWatch(store, query, store.now());
        watch.news();
        return watch;
    }

    /** Tells what is pending, oldest first. */
    void pending(Consumer<RecordedApproval> reader) {
        ApprovalQuery pending = new ApprovalQuery(query.tenant(), query.session(), State.PENDING);
        ApprovalPosition after = null;
        List<RecordedApproval> page;
        do {
            page = store.oldestFirst(pending, after, PAGE);
            page.forEach(reader);
            after = page.isEmpty() ? after : ApprovalPosition.after(page.getLast());
        } while (page.size() == PAGE);
    }

    /** Tells what has changed, if anything, as it is now. */
    void changes(Consumer<RecordedApproval> reader) {
        List<ApprovalId> news = news();
        for (int from = 0; from < news.size(); from += PAGE) {
            store.read(query.tenant(), news.subList(from, Math.min(news.size(), from + PAGE)))
                    .forEach(reader);
        }
    }

    private List<ApprovalId> news() {
        List<ApprovalId> news = new ArrayList<>();
        for (Mark mark : store.changes(query, latest.minus(LOOK_BACK))) {
            if (told.put(new Told(mark.id(), mark.state()), mark.changedAt()) == null) {
                news.add(mark.id());
            }
            latest = mark.changedAt().isAfter(latest) ? mark.changedAt() : latest;
        }
        told.values().removeIf(at -> at.isBefore(latest.minus(LOOK_BACK)));
        return news;
    }
}
