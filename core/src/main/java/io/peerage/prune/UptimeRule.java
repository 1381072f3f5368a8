/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.model.NetworkKind;

/**
 * Spares a share of the rows, the oldest, of which up to half is reserved for networks that lose every other comparison.
 *
 * <p>The networks with the fewest rows choose first, and what one leaves unused goes to the next ones. <b>Threading</b>: owner
 * thread (its counts are scratch). <b>Complexity</b>: O(n) for each of these networks that has rows, no allocation. <b>Origin</b>: features E4; Bitcoin Core's
 * protection by ratio.
 */
final class UptimeRule implements ProtectionRule {
    private static final int PERCENT = 100;

    private final NetworkKind[] networks = {
        NetworkKind.CJDNS, NetworkKind.I2P, NetworkKind.LOCAL, NetworkKind.ONION
    };
    private final int[] members = new int[NetworkKind.values().length];
    private final NetworkKind[] turns = new NetworkKind[networks.length];
    private final int[] counts = new int[networks.length];

    @Override
    public void protect(PrunePool pool, int percent) {
        int share = (int) ((long) pool.size() * percent / PERCENT);
        int reserved = reserve(pool, share / 2);
        keepOldest(pool, pool.size(), share - reserved);
    }

    private int reserve(PrunePool pool, int most) {
        takeTurns(pool);
        int spared = 0;
        int left = networks.length;
        while (spared < most && left > 0) {
            left = 0;
            for (int count : counts) {
                left += count > 0 ? 1 : 0;
            }
            int each = left == 0 ? 0 : Math.max((most - spared) / left, 1);
            for (int turn = 0; turn < turns.length && spared < most && each > 0; turn++) {
                if (counts[turn] > 0) {
                    int among = pool.gather(turns[turn]);
                    int kept = keepOldest(pool, among, each);
                    counts[turn] -= kept;
                    spared += kept;
                }
            }
        }
        return spared;
    }

    /** Networks with fewer rows first, equals as they are listed. */
    private void takeTurns(PrunePool pool) {
        pool.countNetworks(members);
        for (int i = 0; i < networks.length; i++) {
            int count = members[networks[i].ordinal()];
            int at = i;
            while (at > 0 && counts[at - 1] > count) {
                counts[at] = counts[at - 1];
                turns[at] = turns[at - 1];
                at--;
            }
            counts[at] = count;
            turns[at] = networks[i];
        }
    }

    private static int keepOldest(PrunePool pool, int among, int count) {
        for (int i = 0; i < among; i++) {
            pool.keys[i] = OLDEST.of(pool.candidates(), pool.rows[i]);
        }
        return pool.spareLowest(among, count, (candidates, row) -> row);
    }
}
