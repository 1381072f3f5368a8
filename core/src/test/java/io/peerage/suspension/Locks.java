/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Sees which thread waits for which. */
final class Locks {
    private Locks() {}

    /** Whether one thread waits for a monitor or a lock that the other holds. */
    static boolean isWaiting(Thread waiting, Thread holder) {
        Thread.State state = waiting.getState();
        if (state != Thread.State.BLOCKED && state != Thread.State.WAITING) {
            return false;
        }
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(waiting.getId());
        return info != null && info.getLockOwnerId() == holder.getId();
    }
}
