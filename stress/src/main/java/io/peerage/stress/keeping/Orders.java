/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many threads are in the middle of an order to the owner: orders are met in the order in which they began, so that one whose thread
 * was stopped holds up those that began later. <b>Threading</b>: any thread. <b>Progress</b>: wait-free.
 */
final class Orders {
    private final AtomicInteger ordering = new AtomicInteger();

    void begin() {
        ordering.getAndIncrement();
    }

    void end() {
        ordering.getAndDecrement();
    }

    boolean isNobodyOrdering() {
        return ordering.get() == 0;
    }
}
