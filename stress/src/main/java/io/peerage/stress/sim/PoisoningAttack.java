/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/** Attackers tell of ever new peers that do not exist. <b>Threading</b>: as {@link Attack}. */
final class PoisoningAttack extends Attack {
    private static final long PERIOD = Duration.ofSeconds(20).toNanos();
    private static final int LINKS = 40;
    private static final int MOST_FAKES = 1 << 20;

    private int fakes;

    PoisoningAttack(Network network, Strangers strangers, Random64 random) {
        super(network, strangers, random);
    }

    @Override
    long period() {
        return PERIOD;
    }

    @Override
    void act(int attacker) {
        dialSomebody(attacker, LINKS);
    }

    @Override
    int tell() {
        return hosts().size() + fakes++ % MOST_FAKES;
    }
}
