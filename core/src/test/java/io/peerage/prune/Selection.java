/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.config.PrunePolicy;
import io.peerage.hash.KeyedHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Selections of a fresh selector, as lists of rows. */
final class Selection {
    private Selection() {}

    static List<Row> of(List<Row> rows, PrunePolicy policy, int wanted, long seed) {
        PruneSelector selector = new PruneSelector(rows.size(), KeyedHash.known(3, 4));
        return of(selector, rows, policy, wanted, seed);
    }

    static List<Row> of(
            PruneSelector selector, List<Row> rows, PrunePolicy policy, int wanted, long seed) {
        PruneCandidates candidates = Row.fill(new PruneCandidates(rows.size()), rows);
        int[] victims = new int[rows.size()];
        int found = selector.select(candidates, policy, wanted, seed, victims);
        List<Row> chosen = new ArrayList<>();
        for (int row : Arrays.copyOf(victims, found)) {
            chosen.add(rows.get(row));
        }
        return chosen;
    }
}
