/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerage.config.BackOffConfig;
import io.peerage.config.BookConfig;
import io.peerage.config.PrefixLimits;
import io.peerage.config.RateLimit;
import io.peerage.config.ScoreConfig;
import io.peerage.model.AddressBuffer;
import io.peerage.model.AddressTier;
import io.peerage.model.BanReason;
import io.peerage.model.DialOutcome;
import io.peerage.model.PeerFlag;
import io.peerage.model.PeerOrigin;
import io.peerage.model.RestoreReport;
import io.peerage.testing.FakeClock;
import io.peerage.testing.Ids;
import io.peerage.testing.Race;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Snapshots while peers come, change, and give their places to others. All that is ever said of a peer follows from its number, so
 * a record that mixes two of them shows.
 */
class SnapshotRaceTest {
    private static final int PLACES = 256;
    private static final int NUMBERS = 2_000;
    private static final int SNAPSHOTS = 6;

    @TempDir private Path folder;

    private PeerManager manager(long key) {
        FakeClock clock = new FakeClock(Long.MAX_VALUE - 1_000_000);
        return PeerManager.builder()
                .maxPeers(PLACES)
                .maxConnections(32)
                .prefixLimits(PrefixLimits.NONE)
                .rateLimit(RateLimit.NONE)
                .scores(ScoreConfig.DEFAULT)
                .backOff(
                        BackOffConfig.exponential(Duration.ofHours(1), 200)
                                .capped(Duration.ofHours(5)))
                .book(BookConfig.DEFAULT.sized(PLACES - 64))
                .hashKey(key, key + 1)
                .clock(clock)
                .epochClock(() -> 0)
                .restoreFrom(folder.resolve("none"))
                .build();
    }

    private static byte[] address(int number) {
        return ByteBuffer.allocate(8 + number % 90).putInt(number).array();
    }

    private static void change(PeerManager manager, SplittableRandom random) {
        int number = random.nextInt(NUMBERS);
        byte[] id = Ids.id(number);
        switch (random.nextInt(8)) {
            case 0 ->
                    manager.book()
                            .heard(
                                    id,
                                    address(number),
                                    0,
                                    0xffffL << 32 | 1 + number,
                                    0,
                                    0,
                                    AddressTier.values()[number % 4],
                                    PeerOrigin.values()[number % 5]);
            case 1 -> manager.reputation().add(manager.register(id), -1_000 * (1 + number % 9));
            case 2 -> manager.groups().set(manager.register(id), number % 128, true);
            case 3 -> {
                long ticket = manager.admitOutbound(manager.register(id), 0, 0);
                if (ticket > 0) {
                    manager.dialing()
                            .failed(
                                    ticket,
                                    number % 2 == 0 ? DialOutcome.REFUSED : DialOutcome.CANCELLED);
                }
            }
            case 4 -> {
                if (number % 16 == 0) {
                    manager.bans()
                            .ban(manager.register(id), 0, number, BanReason.values()[number % 6]);
                } else if (number % 16 == 1) {
                    manager.bans().discourage(manager.register(id), BanReason.values()[number % 6]);
                }
            }
            case 5 -> {
                if (number % 3 == 0) {
                    manager.book().record(manager.lookup(id), 1, address(number));
                }
            }
            default -> manager.release(manager.lookup(id));
        }
    }

    private static void check(PeerManager restored) {
        AddressBuffer buffer = new AddressBuffer();
        byte[] blob = new byte[1_024];
        for (int number = 0; number < NUMBERS; number++) {
            byte[] id = Ids.id(number);
            if (restored.bans().remainingNanos(id) > 0
                    && restored.bans().reason(id) != BanReason.LOW_SCORE) {
                assertThat(number % 16).isLessThan(2);
                assertThat(restored.bans().reason(id)).isEqualTo(BanReason.values()[number % 6]);
            }
            long peer = restored.lookup(id);
            if (peer < 0) {
                continue;
            }
            String name = "peer " + number;
            assertThat(restored.hasFlag(peer, PeerFlag.PERSISTENT)).isFalse();
            for (int group = 0; group < 128; group++) {
                if (restored.groups().contains(peer, group)) {
                    assertThat(group).as(name).isEqualTo(number % 128);
                }
            }
            int score = restored.reputation().score(peer);
            if (score > -100_000) {
                assertThat(-score % (1_000 * (1 + number % 9)))
                        .as("%s has %s", name, score)
                        .isZero();
            }
            if (restored.dialing().failuresOf(peer) > 0) {
                assertThat(number % 2).as(name).isZero();
            }
            for (int i = 0; i < restored.book().read(peer, buffer); i++) {
                byte[] bytes = new byte[buffer.length(i)];
                buffer.copy(i, bytes, 0);
                assertThat(bytes).as(name).isEqualTo(address(number));
                assertThat(buffer.ipLo(i)).as(name).isEqualTo(0xffffL << 32 | 1 + number);
                assertThat(buffer.tier(i)).as(name).isEqualTo(AddressTier.values()[number % 4]);
                assertThat(restored.book().origin(peer))
                        .as(name)
                        .isEqualTo(PeerOrigin.values()[number % 5]);
            }
            int length = restored.book().readRecord(peer, blob);
            if (length > 0) {
                assertThat(length).as(name).isEqualTo(address(number).length);
                assertThat(ByteBuffer.wrap(blob).getInt()).as(name).isEqualTo(number);
            }
        }
    }

    @Test
    void noRecordMixesTwoPeers() {
        long[] seen = new long[1];
        Race.rounds(
                4,
                (race, random) -> {
                    PeerManager manager = manager(random.nextLong());
                    Path file = folder.resolve("peers.snapshot");
                    AtomicBoolean done = new AtomicBoolean();
                    SplittableRandom one = random.split();
                    SplittableRandom two = random.split();
                    Race.Runner owner =
                            () -> {
                                while (!done.get()) {
                                    for (int i = 0; i < 200; i++) {
                                        change(manager, one);
                                    }
                                    manager.tick();
                                }
                            };
                    Race.Runner other =
                            () -> {
                                while (!done.get()) {
                                    change(manager, two);
                                }
                            };
                    Race.Runner writer =
                            () -> {
                                try {
                                    for (int i = 0; i < SNAPSHOTS; i++) {
                                        manager.snapshot(file);
                                        PeerManager restored =
                                                PeerManager.builder()
                                                        .maxPeers(PLACES)
                                                        .maxConnections(32)
                                                        .scores(ScoreConfig.DEFAULT)
                                                        .book(BookConfig.DEFAULT.sized(PLACES - 64))
                                                        .clock(new FakeClock(1))
                                                        .epochClock(() -> 0)
                                                        .restoreFrom(file)
                                                        .build();
                                        RestoreReport report = restored.restored();
                                        assertThat(report.isUndamaged()).isTrue();
                                        check(restored);
                                        assertThat(restored.verify()).isEmpty();
                                        seen[0] += restored.registeredPeers();
                                    }
                                } finally {
                                    done.set(true);
                                }
                            };
                    race.run(List.of(owner, other, writer));
                });
        assertThat(seen[0]).isPositive();
    }
}
