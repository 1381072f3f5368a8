/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * Whom a node has heard of, to tell others: a bounded list whose oldest entries make room. <b>Threading</b>: one thread.
 */
final class Acquaintances {
    private static final int MOST = 2_048;

    private final IntOpenHashSet known = new IntOpenHashSet();
    private final IntArrayList list = new IntArrayList();
    private final IntArrayList tried = new IntArrayList();
    private final IntOpenHashSet worked = new IntOpenHashSet();

    /** Hears of a host; whether it was news. */
    boolean add(int host) {
        if (list.size() >= MOST || !known.add(host)) {
            return false;
        }
        list.add(host);
        return true;
    }

    /** A dial to the host has succeeded. */
    void worked(int host) {
        if (worked.add(host)) {
            tried.add(host);
        }
    }

    /** Somebody to tell of, rather one that answered than not; {@link Hosts#NONE} if nobody is known. */
    int random(Random64 random) {
        boolean proven = !tried.isEmpty() && random.below(4) > 0;
        IntArrayList from = proven ? tried : list;
        return from.isEmpty() ? Hosts.NONE : from.getInt(random.below(from.size()));
    }
}
