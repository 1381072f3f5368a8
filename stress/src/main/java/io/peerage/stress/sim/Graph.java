/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import java.util.Arrays;

/**
 * Who is linked to whom at one moment, each link seen from both of its ends.
 *
 * <p>A position stands for a link as one of its hosts sees it; the positions of a host are consecutive. <b>Threading</b>: one thread.
 * <b>Complexity</b>: O(hosts + links) to fill and to count components; no allocation but to grow.
 */
final class Graph {
    private final int[] firsts;
    private final int[] queue;
    private final boolean[] seen;
    private int[] neighbors = new int[0];
    private int[] links = new int[0];
    private int[] reverses = new int[0];
    private int[] edges = new int[0];
    private int size;
    private int largest;

    Graph(int hosts) {
        firsts = new int[hosts + 2];
        queue = new int[hosts];
        seen = new boolean[hosts];
    }

    /** Forgets all links. */
    void clear() {
        size = 0;
    }

    /** Adds a link, known by a number. */
    void add(int one, int other, int link) {
        if (edges.length < 3 * size + 3) {
            edges = Arrays.copyOf(edges, Math.max(3_072, 2 * edges.length));
        }
        edges[3 * size] = one;
        edges[3 * size + 1] = other;
        edges[3 * size + 2] = link;
        size++;
    }

    /** All links are added. */
    void done() {
        if (neighbors.length < 2 * size) {
            neighbors = new int[edges.length];
            links = new int[edges.length];
            reverses = new int[edges.length];
        }
        // Counted two places up, so that what the filling below leaves behind are the firsts.
        Arrays.fill(firsts, 0);
        for (int i = 0; i < size; i++) {
            firsts[edges[3 * i] + 2]++;
            firsts[edges[3 * i + 1] + 2]++;
        }
        for (int host = 2; host < firsts.length; host++) {
            firsts[host] += firsts[host - 1];
        }
        for (int i = 0; i < size; i++) {
            int one = edges[3 * i];
            int other = edges[3 * i + 1];
            int position = firsts[one + 1]++;
            int reverse = firsts[other + 1]++;
            put(position, other, edges[3 * i + 2], reverse);
            put(reverse, one, edges[3 * i + 2], position);
        }
    }

    private void put(int position, int neighbor, int link, int reverse) {
        neighbors[position] = neighbor;
        links[position] = link;
        reverses[position] = reverse;
    }

    /** How many positions there are. */
    int positions() {
        return 2 * size;
    }

    /** The first position of a host. */
    int from(int host) {
        return firsts[host];
    }

    /** One more than the last position of a host. */
    int to(int host) {
        return firsts[host + 1];
    }

    /** Whom the link at a position leads to. */
    int neighbor(int position) {
        return neighbors[position];
    }

    /** The number of the link at a position. */
    int link(int position) {
        return links[position];
    }

    /** The same link as its other host sees it. */
    int reverse(int position) {
        return reverses[position];
    }

    /** In how many parts the members fall that can't reach each other by way of members. */
    int components(boolean[] members) {
        Arrays.fill(seen, false);
        int components = 0;
        largest = 0;
        for (int host = 0; host < members.length; host++) {
            if (members[host] && !seen[host]) {
                components++;
                largest = Math.max(largest, sizeFrom(host, members));
            }
        }
        return components;
    }

    /** How many members the largest part had that {@link #components} found last. */
    int largest() {
        return largest;
    }

    private int sizeFrom(int start, boolean[] members) {
        int filled = 0;
        queue[filled++] = start;
        seen[start] = true;
        for (int next = 0; next < filled; next++) {
            int host = queue[next];
            for (int position = from(host); position < to(host); position++) {
                int neighbor = neighbors[position];
                if (neighbor < members.length && members[neighbor] && !seen[neighbor]) {
                    seen[neighbor] = true;
                    queue[filled++] = neighbor;
                }
            }
        }
        return filled;
    }
}
