/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import java.util.ArrayList;
import java.util.List;

/**
 * How a storm went over time, in a fixed number of samples however long it lasts: when they are too many, every other one is
 * dropped, and from then on half as many are taken.
 *
 * <p><b>Threading</b>: one thread.
 */
public final class Samples {
    /** The most that are kept. */
    static final int MOST = 1024;

    private final List<Watcher.Sample> kept = new ArrayList<>(MOST);
    private long seen;
    private long every = 1;

    /** One more. */
    public void add(Watcher.Sample sample) {
        if (seen++ % every != 0) {
            return;
        }
        if (kept.size() == MOST) {
            thinOut();
            every *= 2;
            if ((seen - 1) % every != 0) {
                return;
            }
        }
        kept.add(sample);
    }

    private void thinOut() {
        for (int i = 0; i < MOST / 2; i++) {
            kept.set(i, kept.get(2 * i));
        }
        kept.subList(MOST / 2, MOST).clear();
    }

    /** In their order. */
    public List<Watcher.Sample> list() {
        return List.copyOf(kept);
    }
}
