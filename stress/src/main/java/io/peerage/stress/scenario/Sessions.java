/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.scenario;

import io.peerage.stress.oracle.Caller;

/**
 * One producer's open connections, each numbered, in lists that its scenarios keep.
 *
 * <p><b>Threading</b>: one producer. <b>Complexity</b>: O(1), no allocation after construction. <b>Ranges</b>: a full table
 * refuses ({@link #isFull()}), and the scenario closes something instead of opening more.
 */
public final class Sessions {
    /** The end of a list. */
    public static final int NONE = -1;

    private static final long INWARD = 1L << 63;

    private final Caller caller;
    private final long[] records;
    private final int[] links;
    private int free;
    private int open;

    /** Room for so many connections. */
    public Sessions(Caller caller, int capacity) {
        this.caller = caller;
        this.records = new long[2 * capacity];
        this.links = new int[capacity];
        for (int i = 0; i < capacity; i++) {
            links[i] = i + 1 < capacity ? i + 1 : NONE;
        }
    }

    /** Whether there is no room for another. */
    public boolean isFull() {
        return free == NONE;
    }

    /** How many are open. */
    public int open() {
        return open;
    }

    /** Notes a held connection; its number. */
    public int add(long connection, int peer, int address, boolean inward) {
        int session = free;
        free = links[session];
        open++;
        records[2 * session] = connection;
        records[2 * session + 1] = (inward ? INWARD : 0) | (long) peer << 32 | address;
        return session;
    }

    /** Closes a connection and forgets it. */
    public void close(int session) {
        long record = records[2 * session + 1];
        caller.close(records[2 * session], peer(record), (int) record, record < 0);
        remove(session);
    }

    /** Forgets a connection, which somebody else is to close. */
    public void remove(int session) {
        links[session] = free;
        free = session;
        open--;
    }

    /** The connection's handle. */
    public long connection(int session) {
        return records[2 * session];
    }

    /** The connection's peer. */
    public int peer(int session) {
        return peer(records[2 * session + 1]);
    }

    private static int peer(long record) {
        return (int) (record >>> 32) & 0x7fff_ffff;
    }

    /** The number of the connection's address. */
    public int address(int session) {
        return (int) records[2 * session + 1];
    }

    /** Whether the connection is inbound. */
    public boolean inward(int session) {
        return records[2 * session + 1] < 0;
    }

    /** The session after this one in its list. */
    int next(int session) {
        return links[session];
    }

    /** Puts a session before others in a list. */
    void link(int session, int next) {
        links[session] = next;
    }

    /** Reads what closing will need, so that it is near by then. */
    void touch(int session) {
        long record = records[2 * session + 1];
        caller.touch(peer(record), (int) record);
    }
}
