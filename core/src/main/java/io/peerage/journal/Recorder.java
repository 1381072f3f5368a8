/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.journal;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has the calls of a manager that is recorded take turns, so that the order in the journal is the order in which they
 * happened.
 *
 * <p>What a call does by itself is not recorded: it will happen again. What user code does while it is called back is.
 *
 * <p><b>Threading</b>: any thread. <b>Progress</b>: blocking: one call at a time, and it writes to a file. <b>Origin</b>:
 * features L3.
 */
public final class Recorder {
    private final ReentrantLock turn = new ReentrantLock();
    private final RecordingClock clock;
    private final JournalWriter journal;
    private boolean isUserCode;

    /** Writes calls to a journal. */
    public Recorder(RecordingClock clock, JournalWriter journal) {
        this.clock = clock;
        this.journal = journal;
    }

    /** Records a call, and makes it. */
    public long call(String operation, LongSupplier body, @Nullable Object... arguments) {
        turn.lock();
        try {
            if (turn.getHoldCount() == 1) {
                return outer(operation, body, arguments);
            }
            return isUserCode ? inner(operation, body, arguments) : body.getAsLong();
        } finally {
            turn.unlock();
        }
    }

    private long outer(String operation, LongSupplier body, @Nullable Object[] arguments) {
        long now = clock.stop();
        try {
            return record(operation, now, body, arguments);
        } finally {
            clock.resume();
        }
    }

    private long inner(String operation, LongSupplier body, @Nullable Object[] arguments) {
        isUserCode = false;
        try {
            return record(operation, clock.nanoTime(), body, arguments);
        } finally {
            isUserCode = true;
        }
    }

    private long record(
            String operation, long now, LongSupplier body, @Nullable Object[] arguments) {
        journal.call(operation, now, arguments);
        long result;
        try {
            result = body.getAsLong();
        } catch (RuntimeException | Error e) {
            journal.threw(e);
            throw e;
        }
        journal.returned(result);
        return result;
    }

    /** Records what user code is told, and tells it. */
    void tell(String kind, Runnable body, long... told) {
        journal.callback(kind, told);
        isUserCode = true;
        boolean threw = true;
        try {
            body.run();
            threw = false;
        } finally {
            isUserCode = false;
            journal.back(threw);
        }
    }

    /** Does something between two calls. */
    public <T extends @Nullable Object> T between(Supplier<T> work) {
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
        }
    }
}
