/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.suspension;

import io.peerage.concurrent.LongColumn;
import java.util.List;

/** What must not pass: operations that a suspended thread blocks. Loaded by {@link SteppedLoader}. */
public final class BlockingWorld implements SuspensionScenario {
    private static final String MONITOR = "MONITOR";

    private final String operation;
    private final LongColumn words = LongColumn.of(2);

    /** A world to ask for others. */
    public BlockingWorld() {
        this(MONITOR);
    }

    private BlockingWorld(String operation) {
        this.operation = operation;
    }

    @Override
    public List<String> operations() {
        return List.of("SPIN_LOCK", MONITOR);
    }

    @Override
    public SuspensionScenario prepared(String name, boolean recycling) {
        return new BlockingWorld(name);
    }

    @Override
    public void operate() {
        if (operation.equals(MONITOR)) {
            synchronized (this) {
                words.getAndAdd(1, 1);
            }
            return;
        }
        while (!words.cas(0, 0, 1)) {
            Thread.onSpinWait();
        }
        words.setPlain(1, words.getPlain(1) + 1);
        words.setRelease(0, 0);
    }

    @Override
    public void operate(String other) {
        operate();
    }

    @Override
    public void work() {
        operate();
    }

    @Override
    public List<String> reconcile() {
        return List.of();
    }
}
