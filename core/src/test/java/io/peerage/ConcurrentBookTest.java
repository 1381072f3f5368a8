/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.BookTimes;
import io.peerage.config.DialConfig;
import io.peerage.config.DialTimes;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.event.CommandSink;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.CloseReason;
import io.peerage.model.Counter;
import io.peerage.model.DialOutcome;
import io.peerage.model.DialReason;
import io.peerage.model.PeerOrigin;
import io.peerage.model.Result;
import io.peerage.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Many threads tell a book of peers, and read it, while the owner ticks and dials from it (features H1 to H5, D2). */
class ConcurrentBookTest {
    private static final int TELLERS = 3;
    private static final int OPERATIONS = 15_000;
    private static final int MOST_OPERATIONS = 100 * OPERATIONS;
    private static final int TICKS = 300;
    private static final int PEERS = 90;
    private static final int BOOKED = 40;
    private static final BookConfig BOOK =
            BookConfig.DEFAULT
                    .sized(BOOKED)
                    .addresses(64, 4, 64)
                    .blobs(8, 64, 8, 64)
                    .handingOff(512)
                    .keeping(
                            BookTimes.of(
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(5),
                                    Duration.ofSeconds(60)));

    /** A node, those who tell it of peers, and those whom it dials. */
    private static final class World implements CommandSink {
        final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
        final Queue<Long> dials = new ConcurrentLinkedQueue<>();
        final Queue<Long> open = new ConcurrentLinkedQueue<>();
        final AtomicInteger commanded = new AtomicInteger();
        final AtomicInteger ticks = new AtomicInteger();
        final AtomicInteger read = new AtomicInteger();
        final AtomicLong refused = new AtomicLong();
        final List<String> wrong = new ArrayList<>();
        final PeerManager manager =
                PeerManager.builder()
                        .maxPeers(PEERS + BOOKED)
                        .maxConnections(24)
                        .rateLimit(RateLimit.NONE)
                        .prefixLimits(PrefixLimits.NONE)
                        .clock(now::get)
                        .backOff(BackOffConfig.exponential(Duration.ofMillis(20), 200).attempts(3))
                        .dialing(
                                DialConfig.DEFAULT
                                        .withOutboundTarget(4)
                                        .withNeedAddressesBelow(0)
                                        .withNetgroupDiversity(false)
                                        .withTimes(
                                                DialTimes.DEFAULT
                                                        .withInterval(Duration.ofMillis(50))
                                                        .withShortest(Duration.ofMillis(10))
                                                        .withFirstRun(Duration.ZERO)
                                                        .withFeelers(Duration.ofMillis(200))))
                        .book(BOOK)
                        .commandSink(this)
                        .errorHandler(error -> wrong.add(error.toString()))
                        .build();

        @Override
        public void close(long connection, CloseReason reason) {
            manager.close(connection);
        }

        @Override
        public void dial(long peer, long ticket, long ipHi, long ipLo, DialReason reason) {
            commanded.incrementAndGet();
            // Some are answered by other threads.
            dials.add(ticket);
        }

        boolean goesOn(int operations) {
            boolean seen = ticks.get() > TICKS && read.get() > 0 && commanded.get() > 0;
            return operations < OPERATIONS || !seen && operations < MOST_OPERATIONS;
        }

        private static byte[] id(int number) {
            return new byte[] {7, (byte) number, 7, (byte) number};
        }

        /** The bytes of an address, all alike, name its peer. */
        private static byte[] address(int number, int length) {
            byte[] bytes = new byte[length];
            java.util.Arrays.fill(bytes, (byte) number);
            return bytes;
        }

        private static long lo(int number, int which) {
            return 0xffffL << 32 | 0x14_00_00_00L | number << 8 | which;
        }

        private void note(int code) {
            if (code == Result.HAND_OFF_FULL.code() || code == Result.UNKNOWN_PEER.code()) {
                // A handle is refused before the book hears of it in some of these cases.
                refused.addAndGet(code == Result.HAND_OFF_FULL.code() ? 1 : 0);
            } else if (code != Result.DONE.code()) {
                throw new AssertionError(Result.ofRefusal(code).toString());
            }
        }

        void act(SplittableRandom random, AddressBuffer buffer, byte[] copy) {
            int number = 1 + random.nextInt(PEERS);
            int which = random.nextInt(6);
            byte[] address = address(number, 8 + which);
            long lo = lo(number, which);
            long peer = manager.lookup(id(number));
            PeerBook book = manager.book();
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 ->
                        note(
                                book.heard(
                                        id(number),
                                        address,
                                        0,
                                        lo,
                                        0,
                                        lo(random.nextInt(200), 0) << 8,
                                        AddressTier.values()[random.nextInt(3)],
                                        PeerOrigin.PEER_EXCHANGE));
                case 4 -> note(book.worked(peer, address, 0, lo));
                case 5 -> note(book.failed(peer));
                case 6 -> note(book.gone(peer, address, 0, lo));
                case 7 -> note(book.key(peer, address(number, 40)));
                case 8 -> note(book.record(peer, random.nextInt(50), address(number, 50)));
                case 9, 10, 11 -> read(number, peer, buffer, copy);
                case 12 -> end(random);
                default -> connectOrRelease(number, peer, random);
            }
        }

        private void read(int number, long peer, AddressBuffer buffer, byte[] copy) {
            if (manager.book().read(peer, buffer) > 0) {
                for (int i = 0; i < buffer.size(); i++) {
                    check(buffer.copy(i, copy, 0), copy, number);
                    if ((buffer.ipLo(i) >>> 8 & 0xff) != number) {
                        throw new AssertionError("an IP of another peer");
                    }
                }
                read.incrementAndGet();
            }
            check(Math.max(0, manager.book().readKey(peer, copy)), copy, number);
            check(Math.max(0, manager.book().readRecord(peer, copy)), copy, number);
        }

        private static void check(int length, byte[] copy, int number) {
            for (int i = 0; i < length; i++) {
                if (copy[i] != (byte) number) {
                    throw new AssertionError("bytes of another peer");
                }
            }
        }

        private void end(SplittableRandom random) {
            Long ticket = dials.poll();
            if (ticket != null) {
                if (random.nextInt(3) > 0 && manager.establishOutbound(ticket) > 0) {
                    open.add(ticket);
                } else {
                    manager.dialing().failed(ticket, DialOutcome.TIMEOUT);
                }
            }
            Long connection = random.nextBoolean() ? open.poll() : null;
            if (connection != null) {
                manager.close(connection);
            }
        }

        private void connectOrRelease(int number, long peer, SplittableRandom random) {
            if (random.nextInt(3) == 0) {
                manager.release(peer);
                return;
            }
            long ticket = manager.admitInbound(0, lo(number, 0));
            if (ticket > 0 && manager.establishInbound(ticket, id(number)) > 0) {
                open.add(ticket);
            }
        }
    }

    @Test
    void whatIsToldIsTakenInOrRefusedAndReadWhole() {
        Race.rounds(
                8,
                (race, random) -> {
                    World world = new World();
                    AtomicInteger telling = new AtomicInteger(TELLERS);
                    List<Race.Runner> runners = new ArrayList<>();
                    for (int i = 0; i < TELLERS; i++) {
                        SplittableRandom own = random.split();
                        runners.add(
                                () -> {
                                    AddressBuffer buffer = new AddressBuffer();
                                    byte[] copy = new byte[1_024];
                                    // The owner may begin late.
                                    for (int j = 0; world.goesOn(j); j++) {
                                        world.act(own, buffer, copy);
                                    }
                                    telling.decrementAndGet();
                                });
                    }
                    runners.add(
                            () -> {
                                do {
                                    world.now.addAndGet(3_000_000L);
                                    world.manager.tick();
                                    world.ticks.incrementAndGet();
                                } while (telling.get() > 0);
                            });
                    race.run(runners);
                    settle(world);
                    check(world);
                });
    }

    /** Everybody answers and leaves, and all that was told is taken in. */
    private static void settle(World world) {
        for (Long ticket : world.dials) {
            world.manager.abandon(ticket);
        }
        for (Long connection : world.open) {
            world.manager.close(connection);
        }
        for (int i = 0; i < 20; i++) {
            world.manager.tick();
            for (Long ticket = world.dials.poll(); ticket != null; ticket = world.dials.poll()) {
                world.manager.abandon(ticket);
            }
        }
    }

    private static void check(World world) {
        PeerManager manager = world.manager;
        assertThat(world.wrong).isEmpty();
        assertThat(manager.verify()).isEmpty();
        assertThat(manager.book().peers()).isBetween(1, BOOKED);
        assertThat(manager.book().addresses()).isBetween(1, 64);
        assertThat(manager.counter(Counter.ADDRESSES_ADDED)).isPositive();
        assertThat(manager.counter(Counter.BOOK_ORDERS_REFUSED)).isEqualTo(world.refused.get());
        assertThat(world.commanded.get()).isPositive();
        assertThat(world.read.get()).isPositive();
    }
}
