/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.AnyThread;
import io.peerage.concurrent.LongColumn;
import io.peerage.concurrent.ReferenceColumn;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.AddressPrefix;
import io.peerage.model.Direction;
import io.peerage.time.Deadlines;
import org.jspecify.annotations.Nullable;

/**
 * What is known of each connection beside that it is there: address, protocols, open streams, agent, and what prune selection
 * goes by.
 *
 * <pre>
 *   line: | address | protocols 0 to 31 | 32 to 63 | ping | last message | last block |
 *   then: | protocol 0: inbound streams 22, outbound 22 | protocol 1 | …
 * </pre>
 *
 * <p>All words but the address are {@link FactWord}s: what a late caller says of a connection that is gone is not taken for its
 * successor's. Streams are counted for each protocol and, last, for those that have no number; the counts of a connection leave
 * the node's when it goes, whatever was not reported.
 *
 * <p><b>Threading</b>: any thread; {@link #begin} and {@link #end} whoever takes or frees the slot. <b>Progress</b>: lock-free,
 * reading wait-free. <b>Complexity</b>: O(1), beginning and ending O(protocols); no allocation but for agents. <b>Units</b>: times in steps of
 * 2^20 ns of the manager's clock, rounded down; pings in microseconds. <b>Origin</b>: features A7, E3, E4.
 */
@AnyThread
public final class ConnectionFacts {
    private static final int ADDRESS = 0;
    private static final int PROTOCOLS = 1;
    private static final int HALF = 32;
    private static final int PING = 3;
    private static final int MESSAGE = 4;
    private static final int BLOCK = 5;
    private static final int STREAMS = 6;
    private static final int STREAM_BITS = 22;
    private static final long STREAM_MASK = (1L << STREAM_BITS) - 1;
    private static final int TIME_SHIFT = 20;
    private static final long MAPPED = 0xffffL;

    private final LongColumn words;
    private final ReferenceColumn<Agent> agents;
    private final StripedCounters streams;
    private final int protocols;
    private final int record;

    /** Facts about nothing yet, of this many slots and protocols. */
    public ConnectionFacts(int capacity, int protocols, int stripes) {
        this.protocols = protocols;
        this.record = STREAMS + protocols + 1;
        this.words = LongColumn.of(Math.multiplyExact(capacity, record));
        this.agents = new ReferenceColumn<>(capacity);
        this.streams = new StripedCounters(2 * (protocols + 1), stripes);
    }

    /** The bytes of memory that the facts take, agents' texts left out. */
    public long bytes() {
        return words.bytes() + agents.bytes();
    }

    /** How many protocols have a number. */
    public int protocols() {
        return protocols;
    }

    /** The slot has a new tenant of this generation, at this address. */
    public void begin(int slot, int generation, long hi, long lo) {
        int at = slot * record;
        words.setRelease(at + ADDRESS, AddressPrefix.isV4(hi, lo) ? lo : hi);
        for (int i = PROTOCOLS; i < record; i++) {
            words.setRelease(at + i, FactWord.fresh(generation));
        }
    }

    /** The tenant is gone, and the next one has another generation. */
    public void end(int slot, int generation) {
        int at = slot * record;
        for (int i = PROTOCOLS; i < STREAMS; i++) {
            words.setRelease(at + i, FactWord.fresh(generation + 1));
        }
        for (int protocol = 0; protocol <= protocols; protocol++) {
            long word = words.getAndSet(at + STREAMS + protocol, FactWord.fresh(generation + 1));
            leave(protocol, Direction.INBOUND, word & STREAM_MASK);
            leave(protocol, Direction.OUTBOUND, FactWord.value(word) >>> STREAM_BITS);
        }
        agents.set(slot, null);
    }

    /** Reads a slot's facts ahead; the value means nothing. */
    public long readAhead(int slot) {
        return words.getPlain(slot * record + PROTOCOLS)
                ^ words.getPlain(slot * record + record - 1);
    }

    private void leave(int protocol, Direction direction, long count) {
        if (count > 0) {
            streams.add(counter(protocol, direction), -count);
        }
    }

    private static int counter(int protocol, Direction direction) {
        return 2 * protocol + direction.ordinal();
    }

    // Addresses

    /** The high word of the address; both 0 for none. Of IPv6 the first 64 bits are known. */
    public long ipHi(int slot) {
        long address = words.getAcquire(slot * record + ADDRESS);
        return address >>> HALF == MAPPED ? 0 : address;
    }

    /** The low word of the address. */
    public long ipLo(int slot) {
        long address = words.getAcquire(slot * record + ADDRESS);
        return address >>> HALF == MAPPED ? address : 0;
    }

    // Protocols

    /** Notes that the connection speaks a protocol, or no longer; whether the generation is that of the tenant. */
    public boolean protocol(int slot, int generation, int protocol, boolean speaks) {
        int at = slot * record + PROTOCOLS + protocol / HALF;
        long bit = 1L << (protocol % HALF);
        for (; ; ) {
            long word = words.getAcquire(at);
            if (!FactWord.isOf(word, generation)) {
                return false;
            }
            long next = speaks ? word | bit : word & ~bit;
            if (next == word || words.cas(at, word, next)) {
                return true;
            }
        }
    }

    /** The protocols that the connection speaks, as bits. */
    public long protocols(int slot) {
        int at = slot * record + PROTOCOLS;
        return FactWord.value(words.getAcquire(at)) & (1L << HALF) - 1
                | FactWord.value(words.getAcquire(at + 1)) << HALF;
    }

    // Streams

    /** Counts a stream that was opened or closed; whether it was counted. The last protocol number stands for all others. */
    public boolean stream(
            int slot, int generation, int protocol, Direction direction, boolean opened) {
        int at = slot * record + STREAMS + protocol;
        int shift = direction == Direction.INBOUND ? 0 : STREAM_BITS;
        for (; ; ) {
            long word = words.getAcquire(at);
            long count = word >>> shift & STREAM_MASK;
            if (!FactWord.isOf(word, generation) || count == (opened ? STREAM_MASK : 0)) {
                return false;
            }
            long one = 1L << shift;
            if (words.cas(at, word, opened ? word + one : word - one)) {
                streams.add(counter(protocol, direction), opened ? 1 : -1);
                return true;
            }
        }
    }

    /** The open streams of the connection. */
    public int streams(int slot) {
        long sum = 0;
        for (int protocol = 0; protocol <= protocols; protocol++) {
            long word = words.getAcquire(slot * record + STREAMS + protocol);
            sum += (word & STREAM_MASK) + (FactWord.value(word) >>> STREAM_BITS);
        }
        return (int) Math.min(Integer.MAX_VALUE, sum);
    }

    /** The node's open streams of a protocol in one direction. */
    public long streams(int protocol, Direction direction) {
        return streams.sum(counter(protocol, direction));
    }

    // Agents

    /** Notes the remote software's name; false if the slot has had a later tenant's since. */
    public boolean agent(int slot, int generation, String agent) {
        Agent next = new Agent(generation, agent);
        for (; ; ) {
            Agent last = agents.get(slot);
            if (last != null && last.generation - generation > 0) {
                return false;
            }
            if (agents.cas(slot, last, next)) {
                return true;
            }
        }
    }

    /** The remote software's name; null if it is not known. */
    public @Nullable String agent(int slot, int generation) {
        Agent agent = agents.get(slot);
        return agent != null && agent.generation == generation ? agent.text : null;
    }

    // What prune selection goes by

    /** Notes a round-trip time, of which the lowest counts; whether the generation is that of the tenant. */
    public boolean ping(int slot, int generation, long nanos) {
        int at = slot * record + PING;
        long micros = Math.max(1, Math.min(FactWord.MOST, nanos / 1_000));
        for (; ; ) {
            long word = words.getAcquire(at);
            if (!FactWord.isOf(word, generation)) {
                return false;
            }
            long lowest = FactWord.value(word);
            if (lowest != 0 && lowest <= micros
                    || words.cas(at, word, FactWord.with(word, micros))) {
                return true;
            }
        }
    }

    /** The lowest round-trip time in nanoseconds; {@link Long#MAX_VALUE} if there was none. */
    public long minPing(int slot) {
        long micros = FactWord.value(words.getAcquire(slot * record + PING));
        return micros == 0 ? Long.MAX_VALUE : micros * 1_000;
    }

    /** Notes a useful message, or a useful block-like event; whether the generation is that of the tenant. */
    public boolean useful(int slot, int generation, boolean block, long now) {
        int at = slot * record + (block ? BLOCK : MESSAGE);
        // 0 stands for never.
        long time = Math.max(1, now >>> TIME_SHIFT);
        for (; ; ) {
            long word = words.getAcquire(at);
            if (!FactWord.isOf(word, generation)) {
                return false;
            }
            if (FactWord.value(word) == time || words.cas(at, word, FactWord.with(word, time))) {
                return true;
            }
        }
    }

    /** When there was a useful message, or block-like event; a stamp, 0 for never. */
    public long lastUseful(int slot, boolean block) {
        long time = FactWord.value(words.getAcquire(slot * record + (block ? BLOCK : MESSAGE)));
        return time == 0 ? 0 : Deadlines.stamp(time << TIME_SHIFT);
    }

    /** An agent, and the tenant whose it is. */
    private record Agent(int generation, String text) {}
}
