/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.stress.example;

import io.peerage.stress.population.Random64;
import java.nio.ByteBuffer;
import java.util.PriorityQueue;

/**
 * A world of hosts that a crawler finds its way through: which of them live, whom each knows, and what happens when. Confined
 * to one thread; the same seed makes the same world.
 */
final class World {
    /** How many hosts a host knows. */
    static final int KNOWN = 16;

    private static final int ID_LENGTH = 34;
    private static final int ALIVE_PERCENT = 40;

    private final int hosts;
    private final long seed;
    private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
    private final Random64 random;
    private long order;

    /** Something that happens at a time; of several at once, what was planned first comes first. */
    private record Happening(long at, long order, Runnable what) implements Comparable<Happening> {
        @Override
        public int compareTo(Happening other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    World(int hosts, long seed) {
        this.hosts = hosts;
        this.seed = seed;
        this.random = new Random64(seed);
    }

    /** Whether a host answers at all. */
    boolean isAlive(int host) {
        return Long.remainderUnsigned(Random64.mix(seed ^ host), 100) < ALIVE_PERCENT;
    }

    /** One of those that a host knows. */
    int known(int host, int which) {
        return (int)
                Long.remainderUnsigned(Random64.mix(seed + (long) host * KNOWN + which), hosts);
    }

    /** The id of a host. */
    static byte[] id(int host) {
        return ByteBuffer.allocate(ID_LENGTH).putInt(host).array();
    }

    /** The host with an id. */
    static int host(byte[] id) {
        return ByteBuffer.wrap(id).getInt();
    }

    /** The address of a host, IPv4: each in 10.0.0.0/8. */
    static byte[] ip(int host) {
        return ByteBuffer.allocate(4).putInt(0x0a000000 | host).array();
    }

    /** A time from one to another, at random. */
    long between(long least, long most) {
        return least + (long) (random.unit() * (most - least));
    }

    /** Has something happen at this time. */
    void at(long nanos, Runnable what) {
        happenings.add(new Happening(nanos, order++, what));
    }

    /** Lets happen what is due. */
    void until(long now) {
        for (Happening next = happenings.peek();
                next != null && next.at <= now;
                next = happenings.peek()) {
            happenings.remove();
            next.what.run();
        }
    }
}
