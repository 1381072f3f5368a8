/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;
import io.peerage.stress.oracle.StormLimits;
import io.peerage.stress.population.AddressPool;
import io.peerage.stress.population.PeerPool;
import io.peerage.stress.population.Random64;
import org.agrona.concurrent.NanoClock;

/**
 * What one producer's scenario has to work with.
 *
 * @param caller the way to the manager
 * @param peers the peers of the storm
 * @param addresses their addresses
 * @param crowd the number of the first of the crowded addresses, which end the pool
 * @param limits what the manager was given
 * @param producer which of the producers this is, from 0
 * @param producers how many producers there are
 * @param inbox what the previous producer hands over
 * @param outbox what the next producer is handed
 * @param clock the manager's clock
 * @param seed decides everything that is random
 * @param share the part of the limits that the scenario aims at, 1 for all
 */
public record Stage(
        Caller caller,
        PeerPool peers,
        AddressPool addresses,
        int crowd,
        StormLimits limits,
        int producer,
        int producers,
        Handover inbox,
        Handover outbox,
        NanoClock clock,
        long seed,
        double share) {
    private static final int SPARE_SESSIONS = 256;

    /** The same for one of several scenarios that run side by side. */
    Stage part(int number, double partShare) {
        return new Stage(
                caller,
                peers,
                addresses,
                crowd,
                limits,
                producer,
                producers,
                inbox,
                outbox,
                clock,
                Random64.mix(seed + number + 1),
                share * partShare);
    }

    /** Connections that this producer has to open for the limits to bite, all producers doing the same. */
    int quota() {
        return (int) Math.max(4, Math.ceil(share * limits.connections() / producers));
    }

    /** The most sessions that a scenario may need. */
    int sessions() {
        return Math.min(limits.connections(), 2 * quota()) + SPARE_SESSIONS;
    }
}
