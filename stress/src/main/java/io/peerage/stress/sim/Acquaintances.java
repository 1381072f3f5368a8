/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;

/**
 * Whom a node has heard of, so that it can tell others: a bounded list; when it is full, whoever is heard of next takes the place of
 * any other.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(1).
 */
final class Acquaintances {
    private static final int MOST = 2_048;

    private final Int2IntOpenHashMap places = new Int2IntOpenHashMap();
    private final IntArrayList list = new IntArrayList();
    private final IntArrayList tried = new IntArrayList();
    private final IntOpenHashSet worked = new IntOpenHashSet();

    /** Hears of a host. */
    void add(int host) {
        if (places.containsKey(host)) {
            return;
        }
        if (list.size() == MOST) {
            remove(list.getInt((host & Integer.MAX_VALUE) % MOST));
        }
        places.put(host, list.size());
        list.add(host);
    }

    /** A dial to the host has succeeded. */
    void worked(int host) {
        if (worked.add(host)) {
            tried.add(host);
        }
    }

    /** Forgets a host. */
    void remove(int host) {
        if (places.containsKey(host)) {
            int place = places.remove(host);
            int last = list.popInt();
            if (last != host) {
                list.set(place, last);
                places.put(last, place);
            }
        }
        if (worked.remove(host)) {
            tried.rem(host);
        }
    }

    /** Somebody to tell of, rather one that answered than not; {@link Hosts#NONE} if nobody is known. */
    int random(Random64 random) {
        boolean proven = !tried.isEmpty() && random.below(4) > 0;
        IntArrayList from = proven ? tried : list;
        return from.isEmpty() ? Hosts.NONE : from.getInt(random.below(from.size()));
    }
}
