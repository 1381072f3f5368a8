/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.config;

import java.util.List;
import java.util.Objects;

/**
 * What an address book holds at most, and for how long. All of it is allocated when the book is built.
 *
 * @param peers how many peers have addresses, 1 to {@value ManagerConfig#MOST_PEERS}
 * @param addresses how many addresses there are of all peers together, 1 to {@value #MOST_ADDRESSES}
 * @param perPeer how many addresses a peer has, 1 to {@value #MOST_PER_PEER}
 * @param addressBytes the longest address, 8 to {@value #MOST_ADDRESS_BYTES}; each takes as much, whatever its length
 * @param newBuckets into how many buckets of {@value #BUCKET} addresses that were only heard of are sorted, a power of two, 16 to
 *     {@value #MOST_BUCKETS}; one source group reaches 16 of them
 * @param triedBuckets the same for addresses that worked; one address group reaches 8 of them
 * @param keys how many public keys are kept, 0 to {@value #MOST_BLOBS}
 * @param keyBytes the longest of them, 1 to {@value #MOST_BLOB_BYTES}
 * @param records how many signed peer records are kept, 0 to {@value #MOST_BLOBS}
 * @param recordBytes the longest of them, 1 to {@value #MOST_BLOB_BYTES}
 * @param handOffLines how much can await the owner, in lines of 64 bytes, 64 to 2^24; an address takes two to five
 * @param times how long addresses that never worked are kept
 *     <p><b>Threading</b>: immutable, any thread. <b>Ranges</b>: {@link #problems()} lists what is out of range or contradictory.
 *     <b>Origin</b>: features H1, H2, H3, H5 (Bitcoin Core's and CometBFT's buckets).
 */
public record BookConfig(
        int peers,
        int addresses,
        int perPeer,
        int addressBytes,
        int newBuckets,
        int triedBuckets,
        int keys,
        int keyBytes,
        int records,
        int recordBytes,
        int handOffLines,
        BookTimes times) {
    /** The addresses of a bucket. */
    public static final int BUCKET = 64;

    /** The most addresses of a book. */
    public static final int MOST_ADDRESSES = 1 << 24;

    /** The most addresses of a peer. */
    public static final int MOST_PER_PEER = 8;

    /** The longest address that can be configured, in bytes. */
    public static final int MOST_ADDRESS_BYTES = 128;

    /** The most buckets of a table. */
    public static final int MOST_BUCKETS = 1 << 18;

    /** The most public keys, and the most records. */
    public static final int MOST_BLOBS = 1_000_000;

    /** The longest key or record that can be configured, in bytes. */
    public static final int MOST_BLOB_BYTES = 8_192;

    private static final int SHORTEST = 8;
    private static final int FEWEST_BUCKETS = 16;
    private static final int FEWEST_LINES = 64;
    private static final int MOST_LINES = 1 << 24;

    /**
     * 16,384 peers with twice as many addresses of up to 128 bytes, 256 buckets each; 1,024 keys of 512 bytes and 2,048 records of
     * 1,024.
     */
    public static final BookConfig DEFAULT =
            new BookConfig(
                    16_384,
                    32_768,
                    MOST_PER_PEER,
                    MOST_ADDRESS_BYTES,
                    256,
                    256,
                    1_024,
                    512,
                    2_048,
                    1_024,
                    16_384,
                    BookTimes.DEFAULT);

    /**
     * The configuration, whose values {@link #problems()} judges.
     *
     * @param peers how many peers have addresses
     * @param addresses how many addresses there are of all peers together
     * @param perPeer how many addresses a peer has
     * @param addressBytes the longest address
     * @param newBuckets into how many buckets of {@value #BUCKET} addresses that were only heard of are sorted, a power of two
     * @param triedBuckets the same for addresses that worked
     * @param keys how many public keys are kept
     * @param keyBytes the longest of them
     * @param records how many signed peer records are kept
     * @param recordBytes the longest of them
     * @param handOffLines how much can await the owner, in lines of 64 bytes
     * @param times how long addresses that never worked are kept
     */
    public BookConfig {
        Objects.requireNonNull(times, "times is null; pass BookTimes.DEFAULT");
    }

    /**
     * {@return the same for another number of peers: twice as many addresses, and buckets for as many in each table}
     *
     * @param mostPeers how many peers
     */
    public BookConfig sized(int mostPeers) {
        int wanted = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, mostPeers / BUCKET));
        int buckets = Integer.highestOneBit(2 * wanted - 1);
        long twice = Math.min(MOST_ADDRESSES, 2L * mostPeers);
        return new BookConfig(
                mostPeers,
                (int) twice,
                perPeer,
                addressBytes,
                buckets,
                buckets,
                keys,
                keyBytes,
                records,
                recordBytes,
                handOffLines,
                times);
    }

    /**
     * {@return the same with other bounds for addresses}
     *
     * @param most how many addresses in all
     * @param mostOfAPeer how many of one peer
     * @param longestInBytes the longest address, in bytes
     */
    public BookConfig addresses(int most, int mostOfAPeer, int longestInBytes) {
        return new BookConfig(
                peers,
                most,
                mostOfAPeer,
                longestInBytes,
                newBuckets,
                triedBuckets,
                keys,
                keyBytes,
                records,
                recordBytes,
                handOffLines,
                times);
    }

    /**
     * {@return the same with other numbers of buckets}
     *
     * @param ofNew buckets of the new table
     * @param ofTried buckets of the tried table
     */
    public BookConfig buckets(int ofNew, int ofTried) {
        return new BookConfig(
                peers,
                addresses,
                perPeer,
                addressBytes,
                ofNew,
                ofTried,
                keys,
                keyBytes,
                records,
                recordBytes,
                handOffLines,
                times);
    }

    /**
     * {@return the same with other bounds for public keys and records}
     *
     * @param mostKeys how many public keys
     * @param longestKeyInBytes the longest of them, in bytes
     * @param mostRecords how many signed records
     * @param longestRecordInBytes the longest of them, in bytes
     */
    public BookConfig blobs(
            int mostKeys, int longestKeyInBytes, int mostRecords, int longestRecordInBytes) {
        return new BookConfig(
                peers,
                addresses,
                perPeer,
                addressBytes,
                newBuckets,
                triedBuckets,
                mostKeys,
                longestKeyInBytes,
                mostRecords,
                longestRecordInBytes,
                handOffLines,
                times);
    }

    /**
     * {@return the same with another bound for what awaits the owner}
     *
     * @param lines how many things may await the owner
     */
    public BookConfig handingOff(int lines) {
        return new BookConfig(
                peers,
                addresses,
                perPeer,
                addressBytes,
                newBuckets,
                triedBuckets,
                keys,
                keyBytes,
                records,
                recordBytes,
                lines,
                times);
    }

    /**
     * {@return the same with other times}
     *
     * @param other the times
     */
    public BookConfig keeping(BookTimes other) {
        return new BookConfig(
                peers,
                addresses,
                perPeer,
                addressBytes,
                newBuckets,
                triedBuckets,
                keys,
                keyBytes,
                records,
                recordBytes,
                handOffLines,
                other);
    }

    /** {@return all mistakes in this configuration, one sentence each; empty if there are none} */
    public List<String> problems() {
        Problems problems = new Problems();
        problems.range(
                "book peers",
                peers,
                1,
                ManagerConfig.MOST_PEERS,
                "set of how many peers addresses are kept");
        problems.range(
                "book addresses", addresses, 1, MOST_ADDRESSES, "set twice as many as peers");
        problems.range(
                "addresses a peer", perPeer, 1, MOST_PER_PEER, "set how many are kept of one peer");
        problems.range(
                "address bytes",
                addressBytes,
                SHORTEST,
                MOST_ADDRESS_BYTES,
                "set the length of the longest address");
        buckets(problems, "new buckets", newBuckets);
        buckets(problems, "tried buckets", triedBuckets);
        problems.range("kept keys", keys, 0, MOST_BLOBS, "set 0 to keep none");
        problems.range(
                "key bytes", keyBytes, 1, MOST_BLOB_BYTES, "set the length of the longest key");
        problems.range("kept records", records, 0, MOST_BLOBS, "set 0 to keep none");
        problems.range(
                "record bytes",
                recordBytes,
                1,
                MOST_BLOB_BYTES,
                "set the length of the longest record");
        problems.range(
                "hand-off lines",
                handOffLines,
                FEWEST_LINES,
                MOST_LINES,
                "set room for what comes between two ticks");
        longest(problems, "key", keys, keyBytes);
        longest(problems, "record", records, recordBytes);
        times.check(problems);
        return problems.found();
    }

    private static void buckets(Problems problems, String name, int buckets) {
        problems.range(
                name, buckets, FEWEST_BUCKETS, MOST_BUCKETS, "set one for each 64 addresses");
        if (buckets > 0 && Integer.bitCount(buckets) != 1) {
            problems.add(name + " is " + buckets + ", which is no power of two; round it up");
        }
    }

    // Else none could ever be handed over.
    private void longest(Problems problems, String name, int count, int bytes) {
        int lines = bytes / 56 + 2;
        if (count > 0 && handOffLines >= FEWEST_LINES && lines > handOffLines) {
            problems.add(
                    "a "
                            + name
                            + " of "
                            + bytes
                            + " bytes needs "
                            + lines
                            + " hand-off lines, there are "
                            + handOffLines
                            + "; raise them or keep shorter ones");
        }
    }
}
