/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

/** Hears how a storm is going. <b>Threading</b>: the thread that runs the storm. */
@FunctionalInterface
public interface Watcher {
    /** A storm stands like this; several times a second. */
    void look(Sample sample);

    /**
     * How a storm stands.
     *
     * @param contender who is under test
     * @param measuring whether the warm-up is over
     * @param seconds since the measured part, or the warm-up, began
     * @param eventsPerSecond since the sample before
     * @param connected peers that are connected
     * @param refused calls refused so far
     * @param violations contracts broken so far
     * @param heapBytes heap in use
     */
    record Sample(
            String contender,
            boolean measuring,
            double seconds,
            double eventsPerSecond,
            int connected,
            long refused,
            long violations,
            long heapBytes) {}
}
