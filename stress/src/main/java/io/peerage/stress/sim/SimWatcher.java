/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

/** Watches a simulation. <b>Threading</b>: called on its thread. */
@FunctionalInterface
public interface SimWatcher {
    /** Nobody watches. */
    SimWatcher NOBODY = (now, end, online, links, events) -> {};

    /** A simulation has come so far; times in nanoseconds. */
    void look(long now, long end, int online, int links, long events);
}
