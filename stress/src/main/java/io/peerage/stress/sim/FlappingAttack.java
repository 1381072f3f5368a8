/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/** Attackers connect to the victim, and hang up a second later, again and again. <b>Threading</b>: as {@link Attack}. */
final class FlappingAttack extends Attack {
    private static final long PERIOD = Duration.ofSeconds(2).toNanos();
    private static final long STAYS = Duration.ofSeconds(1).toNanos();

    FlappingAttack(Network network, Strangers strangers, Random64 random) {
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
    void opened(int link) {
        hangUpLater(link, STAYS);
    }
}
