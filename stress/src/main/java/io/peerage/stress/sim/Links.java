/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import java.util.Arrays;

/**
 * All links between hosts, as columns: who dialed whom, and what each end holds.
 *
 * <p>A link begins with a dial and ends when neither end is alive. The number of an ended link is used again, with another
 * generation. <b>Threading</b>: one thread. <b>Complexity</b>: O(1), no allocation but to grow.
 */
final class Links {
    /** The end that dialed. */
    static final int DIALER = 0;

    /** The end that was dialed. */
    static final int DIALED = 1;

    private static final int FIRST_CAPACITY = 1_024;

    private int[] hosts = new int[2 * FIRST_CAPACITY];
    private long[] handles = new long[2 * FIRST_CAPACITY];
    private boolean[] alive = new boolean[2 * FIRST_CAPACITY];
    private boolean[] shaken = new boolean[2 * FIRST_CAPACITY];
    private int[] generations = new int[FIRST_CAPACITY];
    private int[] expected = new int[FIRST_CAPACITY];
    private boolean[] feelers = new boolean[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeSize;
    private int used;
    private int openLinks;

    /** A new link whose dialing end is alive. */
    int add(int dialer, int dialed, int expectedHost, long ticket, boolean feeler) {
        int link = freeSize > 0 ? free[--freeSize] : next();
        hosts[2 * link] = dialer;
        hosts[2 * link + 1] = dialed;
        handles[2 * link] = ticket;
        handles[2 * link + 1] = 0;
        alive[2 * link] = true;
        alive[2 * link + 1] = false;
        expected[link] = expectedHost;
        feelers[link] = feeler;
        return link;
    }

    private int next() {
        if (used == generations.length) {
            hosts = Arrays.copyOf(hosts, 4 * used);
            handles = Arrays.copyOf(handles, 4 * used);
            alive = Arrays.copyOf(alive, 4 * used);
            shaken = Arrays.copyOf(shaken, 4 * used);
            generations = Arrays.copyOf(generations, 2 * used);
            expected = Arrays.copyOf(expected, 2 * used);
            feelers = Arrays.copyOf(feelers, 2 * used);
            free = Arrays.copyOf(free, 2 * used);
        }
        return used++;
    }

    /** One more than the highest number of a link so far. */
    int size() {
        return used;
    }

    /** How many links are open at both ends. */
    int openLinks() {
        return openLinks;
    }

    int generation(int link) {
        return generations[link];
    }

    int host(int link, int end) {
        return hosts[2 * link + end];
    }

    /** Whom the dialer expects at the other end. */
    int expected(int link) {
        return expected[link];
    }

    /** Whether the dial was to find out whether an address works, and nothing else. */
    boolean isFeeler(int link) {
        return feelers[link];
    }

    long handle(int link, int end) {
        return handles[2 * link + end];
    }

    boolean isAlive(int link, int end) {
        return alive[2 * link + end];
    }

    /** Whether the handshake is done, as far as this end knows. */
    boolean isShaken(int link, int end) {
        return shaken[2 * link + end];
    }

    /** Whether the handshake is done and both ends are alive. */
    boolean isOpen(int link) {
        return shaken[2 * link] && shaken[2 * link + 1];
    }

    /** An end comes to life with a ticket, or with 0 where there is no manager. */
    void raise(int link, int end, long handle) {
        alive[2 * link + end] = true;
        handles[2 * link + end] = handle;
    }

    void opened(int link) {
        shaken[2 * link] = true;
        shaken[2 * link + 1] = true;
        openLinks++;
    }

    /** An end dies, and the link with it if the other is dead. */
    void drop(int link, int end) {
        openLinks -= isOpen(link) ? 1 : 0;
        alive[2 * link + end] = false;
        shaken[2 * link + end] = false;
        if (!alive[2 * link + 1 - end]) {
            generations[link]++;
            free[freeSize++] = link;
        }
    }
}
