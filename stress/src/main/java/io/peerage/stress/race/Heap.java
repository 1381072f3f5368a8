/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

/**
 * Estimates what a manager holds by the heap that is in use, for managers that can't tell themselves.
 *
 * <p><b>Threading</b>: one thread. <b>Units</b>: bytes, after a collection; an estimate, good to a few percent of the heap.
 */
public final class Heap {
    private long before;
    private long registered;
    private long loaded;

    void beforeManager() {
        before = usedAfterCollection();
    }

    void afterRegistering() {
        registered = usedAfterCollection();
    }

    void atRest() {
        loaded = usedAfterCollection();
    }

    /** What the registered peers take. */
    long peerBytes() {
        return Math.max(0, registered - before);
    }

    /** What the connections take that are open at rest. */
    long connectionBytes() {
        return Math.max(0, loaded - registered);
    }

    /** The heap in use now, garbage included. */
    public static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** The heap in use after a collection. */
    static long usedAfterCollection() {
        System.gc();
        return used();
    }
}
