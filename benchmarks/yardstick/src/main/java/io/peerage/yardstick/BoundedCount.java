/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.yardstick;

import java.util.concurrent.atomic.AtomicInteger;

/** A count that is never raised above its limit. Any thread. */
final class BoundedCount {
    private final AtomicInteger count = new AtomicInteger();
    private final int limit;

    BoundedCount(int limit) {
        this.limit = limit;
    }

    boolean tryIncrement() {
        int now = count.get();
        while (now < limit) {
            if (count.compareAndSet(now, now + 1)) {
                return true;
            }
            now = count.get();
        }
        return false;
    }

    void decrement() {
        count.decrementAndGet();
    }

    int get() {
        return count.get();
    }
}
