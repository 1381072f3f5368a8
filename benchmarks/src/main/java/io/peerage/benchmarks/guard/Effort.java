/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.guard;

import java.util.List;

/** How much is measured, and how long. Stateless. */
enum Effort {
    /** For every change: few sizes, seconds a row. */
    QUICK("quick", new Pace(1, 2, 200, 5, 120)),
    /** All sizes, in one JVM each. */
    FULL("full", new Pace(1, 2, 250, 5, 160)),
    /** All sizes, in two JVMs each, and for longer: for a publication, where a night is at hand. */
    THOROUGH("thorough", new Pace(2, 5, 300, 10, 300));

    private final String text;
    private final Pace pace;

    Effort(String text, Pace pace) {
        this.text = text;
        this.pace = pace;
    }

    /**
     * How long one benchmark is measured.
     *
     * @param forks how many JVMs, 0 for this one
     * @param warmUps iterations before the measured ones
     * @param warmUpMillis how long each of them lasts
     * @param iterations measured ones
     * @param millis how long each of them lasts
     */
    record Pace(int forks, int warmUps, int warmUpMillis, int iterations, int millis) {}

    Pace pace() {
        return pace;
    }

    List<Setting> settings(Operation operation) {
        return this == QUICK ? operation.quick() : operation.full();
    }

    @Override
    public String toString() {
        return text;
    }
}
