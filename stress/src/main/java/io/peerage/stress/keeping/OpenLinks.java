/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.keeping;

/** One producer's open connections. <b>Threading</b>: one producer; others at rest. <b>Complexity</b>: O(1), no allocation. */
final class OpenLinks {
    private final long[] connections;
    private final int[] peers;
    private final int[] addresses;
    private final long[] admitted;
    private int size;
    private int outward;

    OpenLinks(int capacity) {
        connections = new long[capacity];
        peers = new int[capacity];
        addresses = new int[capacity];
        admitted = new long[capacity];
    }

    int size() {
        return size;
    }

    int outward() {
        return outward;
    }

    void add(long connection, int peer, int address, boolean inward, long admittedAt) {
        connections[size] = connection;
        peers[size] = inward ? peer : ~peer;
        addresses[size] = address;
        admitted[size] = admittedAt;
        size++;
        outward += inward ? 0 : 1;
    }

    void remove(int at) {
        outward -= isInward(at) ? 0 : 1;
        size--;
        connections[at] = connections[size];
        peers[at] = peers[size];
        addresses[at] = addresses[size];
        admitted[at] = admitted[size];
    }

    long connection(int at) {
        return connections[at];
    }

    int peer(int at) {
        return isInward(at) ? peers[at] : ~peers[at];
    }

    int address(int at) {
        return addresses[at];
    }

    /** A time at or before that of the admission. */
    long admitted(int at) {
        return admitted[at];
    }

    boolean isInward(int at) {
        return peers[at] >= 0;
    }
}
