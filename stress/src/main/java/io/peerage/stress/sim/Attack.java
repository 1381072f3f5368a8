/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/**
 * What attackers do. They have no managers, so nothing limits them but what they are told.
 *
 * <p>Unless an attack says otherwise, its attackers take every connection, tell only of each other, pass no message on and are
 * otherwise well-behaved. <b>Threading</b>: the thread of the simulation.
 */
abstract class Attack {
    private final Network network;
    private final Strangers strangers;
    private final Random64 random;

    Attack(Network network, Strangers strangers, Random64 random) {
        this.network = network;
        this.strangers = strangers;
        this.random = random;
    }

    /** The attackers begin, at different times within the period in which they act. */
    void start() {
        for (int i = 0; i < hosts().attackers(); i++) {
            actLater(hosts().attacker(i), (long) (random.unit() * period()));
        }
    }

    /** How often an attacker acts. */
    abstract long period();

    /** An attacker's time to act has come. */
    abstract void act(int attacker);

    /** An attacker acts, and will act again. */
    final void happen(int attacker) {
        act(attacker);
        actLater(attacker, period());
    }

    private void actLater(int attacker, long nanos) {
        network.later(nanos, EventWord.of(EventKind.ACT, attacker, 0));
    }

    /** Whether an attacker goes through with the handshake of a dial that was let in. */
    boolean completes() {
        return true;
    }

    /** A link of an attacker is open. */
    void opened(int link) {}

    /** Of whom an attacker tells a node that asks for addresses; {@link Hosts#NONE} to keep silent. */
    int tell() {
        return hosts().attacker(random.below(hosts().attackers()));
    }

    /** Whether attackers pass messages on now. */
    boolean relays() {
        return false;
    }

    // What attackers can do

    final Network network() {
        return network;
    }

    final Hosts hosts() {
        return network.hosts();
    }

    final Random64 random() {
        return random;
    }

    /** Whether half of the simulated time is over. */
    final boolean isSecondHalf() {
        return network.now() >= network.plan().duration().toNanos() / 2;
    }

    /** Dials a host, unless the attacker is linked to it. */
    final void dial(int attacker, int target) {
        if (!strangers.isLinked(attacker, target)) {
            network.transport().dialFrom(attacker, target);
        }
    }

    /** Dials an honest node, any that can be dialed, unless the attacker has as many links as it wants. */
    final void dialSomebody(int attacker, int most) {
        int target = random.below(hosts().honest());
        if (strangers.linksOf(attacker).size() < most && hosts().isReachable(target)) {
            dial(attacker, target);
        }
    }

    /** Hangs up after a while. */
    final void hangUpLater(int link, long nanos) {
        strangers.letGo(link, nanos);
    }

    final IntArrayList linksOf(int attacker) {
        return strangers.linksOf(attacker);
    }
}
