/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import java.util.Arrays;

/**
 * Messages that are passed on, shard by shard: each host passes them to six of its neighbours in the shard, and to those who have
 * chosen it.
 *
 * <p>Which six is drawn anew each time. Attackers are chosen like others, and pass nothing on unless it suits them.
 * <b>Threading</b>: one thread. <b>Complexity</b>: O(links) a shard.
 */
final class GossipMesh {
    private static final int DEGREE = 6;

    private final Network network;
    private final Hosts hosts;
    private final Graph graph;
    private final Random64 random;
    private final int[] queue;
    private final boolean[] reached;
    private final long[] keys = new long[DEGREE];
    private final int[] chosen = new int[DEGREE];
    private boolean[] mesh = new boolean[0];

    GossipMesh(Network network, Graph graph, long seed) {
        this.network = network;
        this.hosts = network.hosts();
        this.graph = graph;
        this.random = Random64.of(seed, 0x6055);
        this.queue = new int[hosts.size()];
        this.reached = new boolean[hosts.size()];
    }

    /** Sends a message in a shard; the share of the members that it reaches, −1 if there is nobody to send it. */
    double send(int shard, boolean[] members) {
        int count = 0;
        for (int host = 0; host < members.length; host++) {
            count += members[host] && isIn(host, shard) ? 1 : 0;
        }
        if (count < 2) {
            return -1;
        }
        choose(shard);
        int wanted = random.below(count);
        int sender = -1;
        while (wanted >= 0) {
            sender++;
            wanted -= members[sender] && isIn(sender, shard) ? 1 : 0;
        }
        return (double) (spread(sender, members) - 1) / (count - 1);
    }

    private boolean isIn(int host, int shard) {
        return (hosts.shards(host) >> shard & 1) != 0;
    }

    private void choose(int shard) {
        if (mesh.length < graph.positions()) {
            mesh = new boolean[2 * graph.positions()];
        }
        Arrays.fill(mesh, 0, graph.positions(), false);
        long salt = random.next();
        for (int host = 0; host < hosts.size(); host++) {
            if (isIn(host, shard)) {
                choose(host, shard, salt);
            }
        }
    }

    private void choose(int host, int shard, long salt) {
        int size = 0;
        for (int position = graph.from(host); position < graph.to(host); position++) {
            if (isIn(graph.neighbor(position), shard)) {
                size = insert(position, Random64.mix(salt ^ position), size);
            }
        }
        for (int i = 0; i < size; i++) {
            mesh[chosen[i]] = true;
            mesh[graph.reverse(chosen[i])] = true;
        }
    }

    private int insert(int position, long key, int size) {
        int at = Math.min(size, DEGREE - 1);
        if (size == DEGREE && key >= keys[DEGREE - 1]) {
            return size;
        }
        while (at > 0 && key < keys[at - 1]) {
            keys[at] = keys[at - 1];
            chosen[at] = chosen[at - 1];
            at--;
        }
        keys[at] = key;
        chosen[at] = position;
        return Math.min(DEGREE, size + 1);
    }

    // Counts members; nodes that have just come take part, and don't count.
    private int spread(int sender, boolean[] members) {
        Arrays.fill(reached, false);
        int filled = 0;
        int count = 0;
        reached[sender] = true;
        queue[filled++] = sender;
        for (int next = 0; next < filled; next++) {
            int host = queue[next];
            count += host < members.length && members[host] ? 1 : 0;
            if (hosts.isAttacker(host) && !network.strangers().relays()) {
                continue;
            }
            for (int position = graph.from(host); position < graph.to(host); position++) {
                int neighbor = graph.neighbor(position);
                if (mesh[position] && !reached[neighbor]) {
                    reached[neighbor] = true;
                    queue[filled++] = neighbor;
                    thank(position, host, neighbor);
                }
            }
        }
        return count;
    }

    private void thank(int position, int giver, int taker) {
        SimNode node = network.node(taker);
        if (node != null) {
            int link = graph.link(position);
            int end =
                    network.links().host(link, Links.DIALER) == giver ? Links.DIALED : Links.DIALER;
            node.useful(link, end);
        }
    }
}
