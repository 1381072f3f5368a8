/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.benchmarks.hotpath;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import io.peerage.PeerManager;
import io.peerage.config.BanConfig;
import io.peerage.config.RateLimit;
import io.peerage.model.BanReason;
import io.peerage.yardstick.PeerId;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The contestants of {@link BanBenchmark}: who is banned, in a manager, in caches and in arrays. */
public final class Banned {
    private static final int ADDRESS_BITS = 32;
    private static final int NETWORK_BITS = 24;
    private static final int NETWORK = -1 << ADDRESS_BITS - NETWORK_BITS;
    private static final Duration LASTING = Duration.ofHours(12);

    private Banned() {}

    /** Both words of an IPv4 address in one; the high word is 0. */
    static long lo(int address) {
        return 0xffffL << Integer.SIZE | Integer.toUnsignedLong(address);
    }

    // No address of IPv4 looks like a network's key.
    private static long networkKey(int address) {
        return 1L << Integer.SIZE | Integer.toUnsignedLong(address & NETWORK);
    }

    private static long addressKey(int address) {
        return Integer.toUnsignedLong(address);
    }

    /** Who is banned, and who asks, of whom half are. Any thread. */
    @State(Scope.Benchmark)
    public static class Offenders {
        private static final int ASKED = 1 << 14;

        /** How many prefixes are banned, and how many peers. */
        @Param({"1000", "10000", "100000"})
        public int bans;

        int[] prefixes = {};
        byte[][] ids = {};
        final int[] askedAddresses = new int[ASKED];
        final byte[][] askedIds = new byte[ASKED][];
        final PeerId[] askedBuilt = new PeerId[ASKED];

        /** Draws them: half of the prefixes are single addresses, half networks of 256. */
        @Setup
        public void draw() {
            SplittableRandom random = new SplittableRandom(bans);
            prefixes = IntStream.range(0, bans).map(i -> prefix(random.nextInt(), i)).toArray();
            ids = IntStream.range(0, bans).mapToObj(i -> id(random)).toArray(byte[][]::new);
            for (int i = 0; i < ASKED; i++) {
                boolean isBanned = random.nextBoolean();
                int which = random.nextInt(bans);
                askedAddresses[i] = isBanned ? prefixes[which] : random.nextInt();
                askedIds[i] = isBanned ? ids[which].clone() : id(random);
                askedBuilt[i] = new PeerId(askedIds[i].clone());
            }
        }

        private static int prefix(int address, int number) {
            return isNetwork(number) ? address & NETWORK : address;
        }

        static boolean isNetwork(int number) {
            return number % 2 != 0;
        }

        private static byte[] id(SplittableRandom random) {
            byte[] id = new byte[Population.ID_BYTES];
            random.nextBytes(id);
            return id;
        }
    }

    /** A thread's way through those who ask. One thread. */
    @State(Scope.Thread)
    public static class Asker {
        private int turn;

        int next() {
            turn = turn + 1 & Offenders.ASKED - 1;
            return turn;
        }
    }

    /** Ours. Any thread. */
    @State(Scope.Benchmark)
    public static class Ours {
        private static final int A_TICK = 100;
        private static final int PLACES = 8;
        private @Nullable PeerManager built;

        /** Bans them. */
        @Setup
        public void ban(Offenders offenders) {
            PeerManager manager =
                    PeerManager.builder()
                            .rateLimit(RateLimit.NONE)
                            .maxPeers(PLACES * offenders.bans)
                            .bans(BanConfig.DEFAULT.sized(offenders.bans, offenders.bans, 0))
                            .build();
            for (int i = 0; i < offenders.bans; i++) {
                int bits = Offenders.isNetwork(i) ? NETWORK_BITS : ADDRESS_BITS;
                manager.bans().banPrefix(0, lo(offenders.prefixes[i]), bits, BanReason.BY_HAND);
                manager.bans().ban(offenders.ids[i], BanReason.BY_HAND);
                if (i % A_TICK == 0) {
                    manager.tick();
                }
            }
            manager.tick();
            // Drawn at random, a few prefixes are drawn twice.
            if (manager.bans().peers() < offenders.bans
                    || manager.bans().prefixes() < offenders.bans * 0.99) {
                throw new IllegalStateException(
                        manager.bans().peers()
                                + " peers and "
                                + manager.bans().prefixes()
                                + " prefixes are banned, not "
                                + offenders.bans);
            }
            built = manager;
        }

        PeerManager manager() {
            return Objects.requireNonNull(built, "built by ban");
        }
    }

    /** Caffeine's caches, whose entries expire. Any thread. */
    @State(Scope.Benchmark)
    public static class OfCaffeine {
        private final com.github.benmanes.caffeine.cache.Cache<Long, Boolean> prefixes =
                Caffeine.newBuilder().expireAfterWrite(LASTING).build();
        private final com.github.benmanes.caffeine.cache.Cache<PeerId, Boolean> peers =
                Caffeine.newBuilder().expireAfterWrite(LASTING).build();

        /** Bans them. */
        @Setup
        public void ban(Offenders offenders) {
            for (int i = 0; i < offenders.bans; i++) {
                int prefix = offenders.prefixes[i];
                prefixes.put(
                        Offenders.isNetwork(i) ? networkKey(prefix) : addressKey(prefix), true);
                peers.put(new PeerId(offenders.ids[i]), true);
            }
        }

        boolean isAddressBanned(int address) {
            return prefixes.getIfPresent(addressKey(address)) != null
                    || prefixes.getIfPresent(networkKey(address)) != null;
        }

        boolean isBanned(PeerId id) {
            return peers.getIfPresent(id) != null;
        }
    }

    /** Guava's caches, whose entries expire. Any thread. */
    @State(Scope.Benchmark)
    public static class OfGuava {
        private final com.google.common.cache.Cache<Long, Boolean> prefixes =
                CacheBuilder.newBuilder().expireAfterWrite(LASTING).build();
        private final com.google.common.cache.Cache<PeerId, Boolean> peers =
                CacheBuilder.newBuilder().expireAfterWrite(LASTING).build();

        /** Bans them. */
        @Setup
        public void ban(Offenders offenders) {
            for (int i = 0; i < offenders.bans; i++) {
                int prefix = offenders.prefixes[i];
                prefixes.put(
                        Offenders.isNetwork(i) ? networkKey(prefix) : addressKey(prefix), true);
                peers.put(new PeerId(offenders.ids[i]), true);
            }
        }

        boolean isAddressBanned(int address) {
            return prefixes.getIfPresent(addressKey(address)) != null
                    || prefixes.getIfPresent(networkKey(address)) != null;
        }

        boolean isBanned(PeerId id) {
            return peers.getIfPresent(id) != null;
        }
    }

    /** An array of prefixes, gone through. Any thread. */
    @State(Scope.Benchmark)
    public static class InArrays {
        private int[] prefixes = {};
        private int[] masks = {};

        /** Bans them. */
        @Setup
        public void ban(Offenders offenders) {
            prefixes = offenders.prefixes;
            masks = new int[offenders.bans];
            for (int i = 0; i < masks.length; i++) {
                masks[i] = Offenders.isNetwork(i) ? NETWORK : -1;
            }
        }

        boolean isAddressBanned(int address) {
            for (int i = 0; i < prefixes.length; i++) {
                if ((address & masks[i]) == prefixes[i]) {
                    return true;
                }
            }
            return false;
        }
    }
}
