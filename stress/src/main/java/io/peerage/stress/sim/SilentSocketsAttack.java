/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/** Attackers open sockets to the victim and say nothing, so that it waits for handshakes. <b>Threading</b>: as {@link Attack}. */
final class SilentSocketsAttack extends Attack {
    private static final long PERIOD = Duration.ofSeconds(2).toNanos();

    SilentSocketsAttack(Network network, Strangers strangers, Random64 random) {
        super(network, strangers, random);
    }

    @Override
    long period() {
        return PERIOD;
    }

    @Override
    void act(int attacker) {
        dial(attacker, Hosts.VICTIM);
    }

    @Override
    boolean completes() {
        return false;
    }
}
