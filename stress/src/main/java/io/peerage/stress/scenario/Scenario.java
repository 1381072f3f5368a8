/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

/**
 * One producer's part of a storm, a few events at a time.
 *
 * <p>A scenario is a generator: given the same seed and the same answers it makes the same calls.
 *
 * <p><b>Threading</b>: one producer. <b>Memory</b>: steps allocate nothing.
 */
public interface Scenario {
    /** A few events; whatever ticket the step takes it ends, lets go or forgets before it returns. */
    void step();

    /** Carries out what other producers have handed over, all of them being at rest. */
    default void settle() {}

    /** Closes all that this scenario holds. */
    void finish();
}
