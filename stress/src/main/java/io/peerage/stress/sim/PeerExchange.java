/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;

/**
 * Who tells whom of which addresses: nodes of those whom they are connected to, and of those whom they have heard of.
 *
 * <p><b>Threading</b>: one thread. <b>Complexity</b>: O(1) an answer.
 */
final class PeerExchange {
    private static final int ADDRESSES = 32;

    private final Network network;
    private final Hosts hosts;
    private final Random64 random;
    private long told;
    private long fakesTold;

    PeerExchange(Network network, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.random = Random64.of(seed, 0x9e);
    }

    /** An answer reaches the end of a link that has asked. */
    void answer(int link, int end) {
        SimNode asker = network.node(network.links().host(link, end));
        if (asker == null || !network.links().isOpen(link)) {
            return;
        }
        int teller = network.links().host(link, 1 - end);
        for (int i = 0; i < ADDRESSES; i++) {
            int host = told(teller, i);
            if (host != Hosts.NONE && hosts.tells(host)) {
                told++;
                fakesTold += host < hosts.size() ? 0 : 1;
                asker.heard(host, teller);
            }
        }
    }

    private int told(int teller, int number) {
        SimNode node = network.node(teller);
        if (node == null) {
            return network.strangers().tell(teller);
        }
        return number % 2 == 0 ? node.someConnected(random) : node.someKnown(random);
    }

    /** How many addresses were told. */
    long told() {
        return told;
    }

    /** How many of them belong to nobody. */
    long fakesTold() {
        return fakesTold;
    }
}
