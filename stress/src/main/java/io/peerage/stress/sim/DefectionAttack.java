/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.time.Duration;

/**
 * Attackers are the best of peers for half of the time; then they pass nothing on and send what they mustn't, each minute.
 *
 * <p><b>Threading</b>: as {@link Attack}.
 */
final class DefectionAttack extends Attack {
    private static final long PERIOD = Duration.ofMinutes(1).toNanos();
    private static final int LINKS = 40;

    DefectionAttack(Network network, Strangers strangers, Random64 random) {
        super(network, strangers, random);
    }

    @Override
    long period() {
        return PERIOD;
    }

    @Override
    void act(int attacker) {
        dialSomebody(attacker, LINKS);
        if (isSecondHalf()) {
            offend(linksOf(attacker));
        }
    }

    private void offend(IntArrayList links) {
        for (int i = 0; i < links.size(); i++) {
            int link = links.getInt(i);
            for (int end = Links.DIALER; end <= Links.DIALED; end++) {
                SimNode node = network().node(network().links().host(link, end));
                if (node != null && network().links().isOpen(link)) {
                    node.offended(link, end);
                }
            }
        }
    }

    @Override
    boolean relays() {
        return !isSecondHalf();
    }
}
