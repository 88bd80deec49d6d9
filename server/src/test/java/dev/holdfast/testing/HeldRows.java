package dev.holdfast.testing;

import static org.jooq.impl.DSL.selectOne;

import dev.holdfast.storage.Database;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jooq.DSLContext;

/** Somebody else's transaction, which holds what it locked until it is let go. */
public final class HeldRows implements AutoCloseable {

    private final Thread holder;
    private final CountDownLatch letGo;

    private HeldRows(Thread holder, CountDownLatch letGo) {
        this.holder = holder;
        this.letGo = letGo;
    }

    /** Returns when the locks are held. */
    public static HeldRows hold(Database database, Consumer<DSLContext> locking) {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Thread holder = Thread.ofVirtual()
                .unstarted(() -> database.transaction(sql -> {
                    locking.accept(sql);
                    held.countDown();
                    return await(letGo);
                }));
        HeldRows rows = new HeldRows(holder, letGo);
        holder.start();
        Awaitility.await().until(() -> held.getCount() == 0);
        return rows;
    }

    /** Whether somebody waits for what somebody else holds. */
    public static boolean someoneWaits(Database database) {
        return database.sql()
                .fetchExists(selectOne()
                        .from("pg_stat_activity")
                        .where("datname = current_database() and wait_event_type = 'Lock'"));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets go, and returns when that has happened. */
    @Override
    public void close() {
        letGo.countDown();
        try {
            holder.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
