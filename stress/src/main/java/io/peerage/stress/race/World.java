/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.race;

import io.peerage.config.PrefixLimits;
import io.peerage.model.IpAddress;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.stress.population.AddressPool;
import io.peerage.stress.population.PeerPool;
import io.peerage.stress.population.SyntheticAddresses;
import java.util.ArrayList;
import java.util.List;

/**
 * The peers and addresses of a storm, the same for every contender.
 *
 * @param peers the peers
 * @param addresses the addresses, crowded ones last
 * @param crowd the number of the first crowded address
 * @param limits what the manager is given
 *     <p><b>Threading</b>: shared by all producers; one storm at a time, since the pool keeps the manager's handles.
 */
public record World(PeerPool peers, AddressPool addresses, int crowd, StormLimits limits) {
    /** The most residents. */
    public static final int MOST_PEERS = 10_000_000;

    private static final int CROWDED = 2048;
    private static final int MOST_SYNTHETIC = 1 << 20;

    /** A world of so many residents at these addresses, or, if there are none, at synthetic ones. */
    public static World of(int residents, List<IpAddress> given, long seed) {
        List<IpAddress> all =
                new ArrayList<>(
                        given.isEmpty()
                                ? SyntheticAddresses.of(Math.min(residents, MOST_SYNTHETIC), seed)
                                : given);
        if (!all.contains(IpAddress.NONE)) {
            all.add(IpAddress.NONE);
        }
        int crowd = all.size();
        all.addAll(SyntheticAddresses.crowded(CROWDED, seed));
        int strangers = Math.max(8, residents / 8);
        return new World(
                new PeerPool(residents, strangers, crowd, seed),
                new AddressPool(all, PrefixLimits.DEFAULT),
                crowd,
                StormLimits.of(residents));
    }
}
