/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.sim;

import io.peerage.stress.population.Random64;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * Who is in the network, and what never changes about them: first the honest nodes, then the seeds, then the attackers.
 *
 * <p>Of the honest nodes 60 % can be dialed; of the others one in four tells its address all the same, and three in ten share an
 * address with others. Four addresses in five are IPv4, in netgroups of which few are crowded and most are not. Attackers sit in as
 * many IPv4 /24 as their attack has. Numbers from {@link #size} on stand for peers that do not exist.
 *
 * <p><b>Threading</b>: immutable once built, any thread. <b>Units</b>: nanoseconds. <b>Complexity</b>: O(1) a question.
 */
final class Hosts {
    /** The host that attackers choose when they choose one: honest, can be dialed, never goes offline by itself. */
    static final int VICTIM = 0;

    /** The number of shards. */
    static final int SHARDS = 8;

    /** The length of an id. */
    static final int ID_BYTES = 34;

    /** Nobody. */
    static final int NONE = -1;

    private static final int ALL_SHARDS = (1 << SHARDS) - 1;
    private static final double REACHABLE = 0.6;
    private static final double TELLS_THOUGH_HIDDEN = 0.25;
    private static final double SHARES_ADDRESS = 0.3;
    private static final int SHARERS = 8;
    private static final double V4 = 0.8;
    private static final double SKEW = 1.6;
    private static final int FEWEST_NETGROUPS = 16;
    private static final int HONEST_NETGROUP = 11 << 8;
    private static final int ATTACKER_NETGROUP = 100 << 8;
    private static final int FAKE_NETGROUP = 160 << 8;
    private static final int FAKE_NETGROUPS = 64;
    private static final long MAPPED = 0xffffL << 32;
    private static final long V6_NETGROUP = 0x2400_0000L;
    private static final double FLOOR_NANOS = 5e6;
    private static final double ACROSS_NANOS = 100e6;
    private static final double SPREAD_NANOS = 10e6;

    private final long seed;
    private final int honest;
    private final int seeds;
    private final int attackers;
    private final long[] hi;
    private final long[] lo;
    private final boolean[] reachable;
    private final boolean[] tells;
    private final int[] shards;
    private final double[] x;
    private final double[] y;
    private final Long2IntOpenHashMap byAddress = new Long2IntOpenHashMap();
    private final Long2IntOpenHashMap byId = new Long2IntOpenHashMap();

    Hosts(int honest, int seeds, int attackers, int attackerNetworks, long seed) {
        this.seed = seed;
        this.honest = honest;
        this.seeds = seeds;
        this.attackers = attackers;
        int size = honest + seeds + attackers;
        hi = new long[size];
        lo = new long[size];
        reachable = new boolean[size];
        tells = new boolean[size];
        shards = new int[size];
        x = new double[size];
        y = new double[size];
        byAddress.defaultReturnValue(NONE);
        byId.defaultReturnValue(NONE);
        Random64 random = Random64.of(seed, 0x4057);
        for (int host = 0; host < size; host++) {
            settle(host, attackerNetworks, random);
        }
    }

    private void settle(int host, int attackerNetworks, Random64 random) {
        x[host] = random.unit();
        y[host] = random.unit();
        boolean ordinary = host < honest && host != VICTIM;
        reachable[host] = !ordinary || random.unit() < REACHABLE;
        tells[host] = reachable[host] || random.unit() < TELLS_THOUGH_HIDDEN;
        shards[host] = isHonest(host) ? twoShards(random) : ALL_SHARDS;
        byId.put(idWord(host), host);
        if (!reachable[host] && random.unit() < SHARES_ADDRESS) {
            shareAddress(host, random);
            return;
        }
        // Attackers share addresses where their networks are too small for them; whoever was there
        // first is dialed.
        int tries = isAttacker(host) ? 1 : Integer.MAX_VALUE;
        do {
            address(host, attackerNetworks, random);
        } while (byAddress.containsKey(key(hi[host], lo[host])) && --tries > 0);
        byAddress.putIfAbsent(key(hi[host], lo[host]), host);
    }

    private static int twoShards(Random64 random) {
        int one = random.below(SHARDS);
        int other = (one + 1 + random.below(SHARDS - 1)) % SHARDS;
        return 1 << one | 1 << other;
    }

    private void shareAddress(int host, Random64 random) {
        int pool = Math.max(1, honest / (5 * SHARERS));
        hi[host] = 0;
        lo[host] = MAPPED | 99L << 24 | random.below(pool);
    }

    private void address(int host, int attackerNetworks, Random64 random) {
        if (isAttacker(host)) {
            int network = random.below(attackerNetworks);
            // Two /24 a netgroup.
            lo[host] = v4(ATTACKER_NETGROUP + network / 2, network % 2 << 8 | random.below(256));
            return;
        }
        int netgroups = Math.max(FEWEST_NETGROUPS, honest / 4);
        int netgroup = (int) (netgroups * StrictMath.pow(random.unit(), SKEW));
        if (random.unit() < V4) {
            lo[host] = v4(HONEST_NETGROUP + netgroup, random.below(1 << 16));
        } else {
            hi[host] = V6_NETGROUP + netgroup << 32 | random.next() >>> 32;
            lo[host] = random.next();
        }
    }

    private static long v4(int netgroup, int rest) {
        return MAPPED | (long) netgroup << 16 | rest;
    }

    private static long key(long high, long low) {
        return Random64.mix(high) ^ low;
    }

    private long idWord(int host) {
        return Random64.mix(seed ^ Random64.mix(host + 1L));
    }

    int honest() {
        return honest;
    }

    int size() {
        return honest + seeds + attackers;
    }

    int seeds() {
        return seeds;
    }

    int attackers() {
        return attackers;
    }

    int seed(int number) {
        return honest + number;
    }

    int attacker(int number) {
        return honest + seeds + number;
    }

    boolean isHonest(int host) {
        return host < honest;
    }

    boolean isSeed(int host) {
        return host >= honest && host < honest + seeds;
    }

    boolean isAttacker(int host) {
        return host >= honest + seeds && host < size();
    }

    /** Whether dials to the host's address reach it. */
    boolean isReachable(int host) {
        return reachable[host];
    }

    /** Whether the host tells others to dial it. */
    boolean tells(int host) {
        return host >= size() || tells[host];
    }

    /** The shards that the host is in, a bit each. */
    int shards(int host) {
        return host < size() ? shards[host] : ALL_SHARDS;
    }

    /** The high word of the address, of hosts that do not exist too. */
    long hi(int host) {
        return host < size() ? hi[host] : 0;
    }

    /** The low word of the address. */
    long lo(int host) {
        if (host < size()) {
            return lo[host];
        }
        long word = Random64.mix(seed + host);
        return v4(FAKE_NETGROUP + (int) (word >>> 48) % FAKE_NETGROUPS, (int) (word & 0xffff));
    }

    /** Who is at an address; {@link #NONE} if nobody is, or only those who can't be dialed. */
    int at(long high, long low) {
        return byAddress.get(key(high, low));
    }

    /** Writes the host's id into the front of an array. */
    void writeId(int host, byte[] target) {
        target[0] = 0x12;
        target[1] = 0x20;
        long word = idWord(host);
        for (int i = 2; i < ID_BYTES; i++) {
            target[i] = (byte) (word >>> 8 * (i - 2 & 7));
        }
    }

    /** Who has this id; {@link #NONE} if nobody has. */
    int byId(byte[] id) {
        long word = 0;
        for (int i = 9; i >= 2; i--) {
            word = word << 8 | id[i] & 0xff;
        }
        return byId.get(word);
    }

    /** How long a message takes from one host to another. */
    long latency(int from, int to) {
        double dx = x[from] - x[to];
        double dy = y[from] - y[to];
        long pair = Random64.mix(seed ^ (long) from << 32 ^ to);
        double spread = (pair >>> 11) * 0x1p-53 * SPREAD_NANOS;
        // The square root is rounded the same way on every machine.
        return (long) (FLOOR_NANOS + ACROSS_NANOS * Math.sqrt(dx * dx + dy * dy) + spread);
    }
}
