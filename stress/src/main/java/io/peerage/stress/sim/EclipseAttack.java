/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/**
 * All attackers want the victim's places, and tell it of nobody but each other; halfway it restarts.
 *
 * <p>A few links of each to other nodes spread their addresses. <b>Threading</b>: as {@link Attack}.
 */
final class EclipseAttack extends Attack {
    private static final long PERIOD = Duration.ofSeconds(10).toNanos();
    private static final int LINKS = 6;

    EclipseAttack(Network network, Strangers strangers, Random64 random) {
        super(network, strangers, random);
    }

    @Override
    void start() {
        super.start();
        network().restartVictim(network().plan().duration().toNanos() / 2);
    }

    @Override
    long period() {
        return PERIOD;
    }

    @Override
    void act(int attacker) {
        dial(attacker, Hosts.VICTIM);
        dialSomebody(attacker, LINKS);
    }
}
