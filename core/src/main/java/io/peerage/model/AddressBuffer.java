/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.model;

import java.util.Objects;

/**
 * A caller's own memory for the addresses of one peer, to be filled again and again without allocation; the best address
 * comes first.
 *
 * <p><b>Threading</b>: confined to one thread at a time. <b>Complexity</b>: O(1) an answer. <b>Units</b>: ages in seconds
 * before the moment of reading, {@value #NEVER} for never. <b>Ranges</b>: positions 0 to size − 1. <b>Errors</b>: another position
 * throws {@link IndexOutOfBoundsException}. <b>Origin</b>: features H1.
 */
public final class AddressBuffer {
    /** The age of what never happened. */
    public static final int NEVER = -1;

    /** The most addresses that a peer can have. */
    public static final int MOST = 8;

    /** The longest address, in bytes. */
    public static final int MOST_BYTES = 128;

    private static final AddressTier[] TIERS = AddressTier.values();

    private final byte[] bytes = new byte[MOST * MOST_BYTES];
    private final int[] lengths = new int[MOST];
    private final long[] ips = new long[2 * MOST];
    private final long[] sources = new long[MOST];
    private final int[] attempts = new int[MOST];
    private final int[] tiers = new int[MOST];
    private final boolean[] tried = new boolean[MOST];
    private final int[] heard = new int[MOST];
    private final int[] attempted = new int[MOST];
    private final int[] worked = new int[MOST];
    private int size;

    /** An empty buffer; about 1.4 kB. */
    public AddressBuffer() {}

    /** {@return how many addresses it holds} */
    public int size() {
        return size;
    }

    /**
     * {@return the length of an address in bytes}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int length(int at) {
        return lengths[check(at)];
    }

    /**
     * Copies an address.
     *
     * @param at the address's position, 0 to {@link #size} − 1
     * @param target where to
     * @param offset where in it to begin
     * @return its length
     * @throws IllegalArgumentException if the target has no room for it
     */
    public int copy(int at, byte[] target, int offset) {
        int length = length(at);
        Objects.requireNonNull(target, "target is null; pass an array of 128 bytes");
        if (offset < 0 || length > target.length - offset) {
            throw new IllegalArgumentException(
                    "offset "
                            + offset
                            + " in an array of "
                            + target.length
                            + " leaves no room for an address of "
                            + length
                            + " bytes; pass a larger array");
        }
        System.arraycopy(bytes, at * MOST_BYTES, target, offset, length);
        return length;
    }

    /** {@return the array that the addresses lie in, each at its {@link #offset}; to be read only} */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * {@return where an address begins in {@link #bytes}}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int offset(int at) {
        return check(at) * MOST_BYTES;
    }

    /**
     * {@return the high word of the address's IP, see {@link IpAddress}; both words 0 if it has none}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public long ipHi(int at) {
        return ips[2 * check(at)];
    }

    /**
     * {@return the low word of the address's IP}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public long ipLo(int at) {
        return ips[2 * check(at) + 1];
    }

    /**
     * {@return the network group of who told of the address}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public long source(int at) {
        return sources[check(at)];
    }

    /**
     * {@return how long the address is kept if it never works}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public AddressTier tier(int at) {
        return TIERS[tiers[check(at)]];
    }

    /**
     * {@return whether the address once worked, and has its place among those that did}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public boolean isTried(int at) {
        return tried[check(at)];
    }

    /**
     * {@return failed attempts since it last worked, 255 for more}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int attempts(int at) {
        return attempts[check(at)];
    }

    /**
     * {@return the age of the last time that it was told}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int secondsSinceHeard(int at) {
        return heard[check(at)];
    }

    /**
     * {@return the age of the last attempt to dial it}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int secondsSinceAttempt(int at) {
        return attempted[check(at)];
    }

    /**
     * {@return the age of the last time that it worked}
     *
     * @param at the address's position, 0 to {@link #size} − 1
     */
    public int secondsSinceSuccess(int at) {
        return worked[check(at)];
    }

    /** Empties the buffer. */
    public void clear() {
        size = 0;
    }

    /**
     * Adds an address, of which nothing is known but this; its bytes are to be written to {@link #bytes} at its offset.
     *
     * @param length its length in bytes
     * @param ipHi the high word of the address, see {@link io.peerage.model.IpAddress}; both words 0 for none
     * @param ipLo the low word
     * @param source the network group of who told of it
     * @param tier how long it is kept if it never works
     * @return its position
     * @throws IllegalStateException if the buffer is full
     * @throws IllegalArgumentException if the length is outside 1 to {@value #MOST_BYTES}
     */
    public int add(int length, long ipHi, long ipLo, long source, AddressTier tier) {
        if (size == MOST) {
            throw new IllegalStateException(
                    "the buffer holds " + MOST + " addresses; clear it before the next peer");
        }
        if (length < 1 || length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "length is " + length + ", allowed are 1 to 128; pass one address");
        }
        int at = size++;
        lengths[at] = length;
        ips[2 * at] = ipHi;
        ips[2 * at + 1] = ipLo;
        sources[at] = source;
        tiers[at] = tier.ordinal();
        history(at, false, 0, 0, NEVER, NEVER);
        return at;
    }

    /**
     * Says what became of an address.
     *
     * @param at the address's position, 0 to {@link #size} − 1
     * @param isTried whether it once worked
     * @param failed failed attempts since it last worked, 0 to 255
     * @param sinceHeard seconds since it was last told
     * @param sinceAttempt seconds since the last attempt to dial it
     * @param sinceSuccess seconds since it last worked
     */
    public void history(
            int at,
            boolean isTried,
            int failed,
            int sinceHeard,
            int sinceAttempt,
            int sinceSuccess) {
        check(at);
        tried[at] = isTried;
        attempts[at] = failed;
        heard[at] = sinceHeard;
        attempted[at] = sinceAttempt;
        worked[at] = sinceSuccess;
    }

    /** Takes the address back that was added last. */
    public void dropLast() {
        size = Math.max(0, size - 1);
    }

    private int check(int at) {
        return Objects.checkIndex(at, size);
    }
}
