/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.time.Deadlines;

/**
 * The seconds that the book counts in: they stand still when the clock that it is told goes back, and go on from there.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1). <b>Ranges</b>: 34 years before the first second and 34 after it; at the end of
 * these time stands still.
 */
@OwnerThread
final class BookClock {
    static final int FIRST = 1 << 30;

    private static final long SECOND = 1_000_000_000L;

    private long last;
    private int seconds = FIRST;

    BookClock(long now) {
        this.last = now;
    }

    int seconds() {
        return seconds;
    }

    /** Takes notice of the time; the seconds then. */
    int advance(long now) {
        long passed = Deadlines.elapsed(last, now);
        if (passed < 0) {
            last = now;
        } else if (passed >= SECOND) {
            long whole = passed / SECOND;
            last = Deadlines.after(last, whole * SECOND);
            seconds = (int) Math.min(Integer.MAX_VALUE, seconds + whole);
        }
        return seconds;
    }
}
