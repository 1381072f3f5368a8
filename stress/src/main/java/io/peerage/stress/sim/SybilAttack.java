/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.time.Duration;

/** Many ids in few networks, each of which wants as many connections as it can get. <b>Threading</b>: as {@link Attack}. */
final class SybilAttack extends Attack {
    private static final long PERIOD = Duration.ofSeconds(20).toNanos();
    private static final int LINKS = 60;

    SybilAttack(Network network, Strangers strangers, Random64 random) {
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
}
