/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.prune;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.NetworkKind;
import io.peerage.time.Deadlines;
import java.util.Objects;

/**
 * What a selection knows of the connections that there are: a snapshot, filled row by row, used again and again.
 *
 * <p>All connections belong into it, those that may not be pruned too: shares and minimums are reckoned over all. After
 * {@link #add} the other setters are about the row that it added. A peer's further connections are added without groups, so
 * that a group counts peers.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1) a call, no allocation once made; 74 bytes a row. <b>Units</b>:
 * nanoseconds; stamps as {@link Deadlines#stamp} makes them, 0 for never. <b>Ranges</b>: streams and pings 0 or more.
 * <b>Errors</b>: more rows than the capacity, and a row outside of those added, throw {@link IndexOutOfBoundsException}.
 * <b>Origin</b>: features E1; Bitcoin Core's {@code NodeEvictionCandidate}.
 */
@OwnerThread
public final class PruneCandidates {
    /** Its peer is protected. */
    public static final int PROTECTED = 1;

    /** Its peer is persistent. */
    public static final int PERSISTENT = 1 << 1;

    /** It is younger than the policy's grace. */
    public static final int IN_GRACE = 1 << 2;

    /** The remote peer dialed. */
    public static final int INBOUND = 1 << 3;

    /** Its peer is discouraged. */
    public static final int DISCOURAGED = 1 << 4;

    /** It wants and gives block-like events, and no other messages. */
    public static final int BLOCK_ONLY = 1 << 5;

    /** It stays, whatever the policy says. */
    public static final int STAYS = 1 << 6;

    static final int FLAG_SETS = 1 << 7;

    private static final NetworkKind[] NETWORKS = NetworkKind.values();

    private final int[] peers;
    private final int[] connections;
    private final byte[] flags;
    private final byte[] networks;
    private final long[] ages;
    private final int[] values;
    private final int[] streams;
    private final long[] lowGroups;
    private final long[] highGroups;
    private final long[] pings;
    private final long[] messages;
    private final long[] blocks;
    private final long[] netgroups;
    private long now;
    private int size;
    private int lowestValue;
    private int highestValue;
    private int mostStreams;
    private long longestAge;

    /** An empty snapshot for up to this many connections. */
    public PruneCandidates(int capacity) {
        peers = new int[capacity];
        connections = new int[capacity];
        flags = new byte[capacity];
        networks = new byte[capacity];
        ages = new long[capacity];
        values = new int[capacity];
        streams = new int[capacity];
        lowGroups = new long[capacity];
        highGroups = new long[capacity];
        pings = new long[capacity];
        messages = new long[capacity];
        blocks = new long[capacity];
        netgroups = new long[capacity];
    }

    /** How many rows fit. */
    public int capacity() {
        return peers.length;
    }

    /** Forgets all rows; ages are reckoned to this time. */
    public void clear(long nowNanos) {
        now = nowNanos;
        size = 0;
        lowestValue = 0;
        highestValue = 0;
        mostStreams = 0;
        longestAge = 0;
    }

    /** Adds an outbound connection over IPv4 of which nothing else is known. */
    public PruneCandidates add(int peer, int connection, long connectedSince) {
        int row = Objects.checkIndex(size, peers.length);
        size++;
        peers[row] = peer;
        connections[row] = connection;
        ages[row] = Math.max(0, Deadlines.elapsed(connectedSince, now));
        longestAge = Math.max(longestAge, ages[row]);
        flags[row] = 0;
        networks[row] = 0;
        values[row] = 0;
        streams[row] = 0;
        lowGroups[row] = 0;
        highGroups[row] = 0;
        pings[row] = Long.MAX_VALUE;
        messages[row] = 0;
        blocks[row] = 0;
        netgroups[row] = 0;
        return this;
    }

    /** Sets the flags: a sum of {@link #PROTECTED} and the like. */
    public PruneCandidates setFlags(int sum) {
        flags[last()] = (byte) sum;
        return this;
    }

    /** Sets the sum of tags and score. */
    public PruneCandidates setValue(int value) {
        values[last()] = value;
        lowestValue = Math.min(lowestValue, value);
        highestValue = Math.max(highestValue, value);
        return this;
    }

    /** Sets the number of open streams; less than 0 counts as 0. */
    public PruneCandidates setStreams(int open) {
        streams[last()] = Math.max(0, open);
        mostStreams = Math.max(mostStreams, open);
        return this;
    }

    /** Sets the groups 0 to 63 and 64 to 127, as bits. */
    public PruneCandidates setGroups(long low, long high) {
        lowGroups[last()] = low;
        highGroups[last()] = high;
        return this;
    }

    /** Sets the lowest round-trip time; {@link Long#MAX_VALUE} if there was none; less than 0 counts as 0. */
    public PruneCandidates setMinPing(long nanos) {
        pings[last()] = Math.max(0, nanos);
        return this;
    }

    /** Sets when it last gave a useful message, and when a useful block-like event; stamps. */
    public PruneCandidates setUseful(long lastMessage, long lastBlock) {
        messages[last()] = lastMessage;
        blocks[last()] = lastBlock;
        return this;
    }

    /** Sets the network and the group of it that the address is in. */
    public PruneCandidates setNetwork(NetworkKind network, long netgroup) {
        networks[last()] = (byte) network.ordinal();
        netgroups[last()] = netgroup;
        return this;
    }

    private int last() {
        return Objects.checkIndex(size - 1, size);
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** The peer's index. */
    public int peer(int row) {
        return peers[row];
    }

    /** The connection's slot. */
    public int connection(int row) {
        return connections[row];
    }

    /** Whether all of these flags are set. */
    public boolean has(int row, int sum) {
        return (flags[row] & sum) == sum;
    }

    /** Its flags. */
    int flags(int row) {
        return flags[row];
    }

    /** How long it has been connected; 0 if it was later than now. */
    public long age(int row) {
        return ages[row];
    }

    /** The sum of tags and score. */
    public int value(int row) {
        return values[row];
    }

    /** A value, 0 or less, that none is below. */
    int lowestValue() {
        return lowestValue;
    }

    /** A value, 0 or more, that none is above. */
    int highestValue() {
        return highestValue;
    }

    /** As many streams as nobody has more of. */
    int mostStreams() {
        return mostStreams;
    }

    /** An age that nobody is beyond. */
    long longestAge() {
        return longestAge;
    }

    /** Open streams. */
    public int streams(int row) {
        return streams[row];
    }

    /** Its groups 0 to 63 (half 0) or 64 to 127 (half 1), as bits. */
    public long groups(int row, int half) {
        return half == 0 ? lowGroups[row] : highGroups[row];
    }

    /** In how many groups it is. */
    public int groupCount(int row) {
        return Long.bitCount(lowGroups[row]) + Long.bitCount(highGroups[row]);
    }

    /** Its lowest round-trip time; {@link Long#MAX_VALUE} if there was none. */
    public long minPing(int row) {
        return pings[row];
    }

    /** How long ago it gave a useful message; {@link Long#MAX_VALUE} if never. */
    public long sinceMessage(int row) {
        return messages[row] == 0 ? Long.MAX_VALUE : Deadlines.sinceStamp(messages[row], now);
    }

    /** How long ago it gave a useful block-like event; {@link Long#MAX_VALUE} if never. */
    public long sinceBlock(int row) {
        return blocks[row] == 0 ? Long.MAX_VALUE : Deadlines.sinceStamp(blocks[row], now);
    }

    /** The group of its network that the address is in. */
    public long netgroup(int row) {
        return netgroups[row];
    }

    /** The network that it runs over. */
    public NetworkKind network(int row) {
        return NETWORKS[networks[row]];
    }
}
