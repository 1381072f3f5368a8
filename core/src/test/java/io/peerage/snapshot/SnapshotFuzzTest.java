/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.peerage.model.RestoreException;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Files that were changed at random, with their checks broken and with their checks made good again: no exception, no more memory than
 * the file has bytes beside the reader's own, and a manager's parts that are as good as before.
 */
class SnapshotFuzzTest {
    private static final int PEERS = 400;
    private static final int CAPACITY = 512;

    // Buffers for a block, two blobs, addresses; and what Java's exceptions take.
    private static final long OWN_BYTES = 160_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final SnapshotImage IMAGE =
            SnapshotImage.of(new PartsWorld(CAPACITY, 1).filled(PEERS));
    private static final SnapshotImage OTHER =
            SnapshotImage.of(new PartsWorld(CAPACITY, 7).filled(PEERS / 2));

    /** One change of a file. */
    record Change(int kind, long seed) {
        byte[] apply(byte[] bytes) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] changed = bytes.clone();
            if (bytes.length == 0) {
                return changed;
            }
            int at = random.nextInt(bytes.length);
            int length = 1 + random.nextInt(Math.min(bytes.length - at, 5_000));
            switch (kind) {
                case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> changed[at] = (byte) random.nextInt();
                case 2 -> {
                    return Arrays.copyOf(bytes, at);
                }
                case 3 -> Arrays.fill(changed, at, at + length, (byte) (random.nextInt(3) - 1));
                case 4 ->
                        System.arraycopy(
                                bytes,
                                at,
                                changed,
                                random.nextInt(bytes.length - length + 1),
                                length);
                case 5 -> {
                    return spliced(bytes, at, bytes, at + length, bytes.length);
                }
                case 6 -> {
                    return spliced(bytes, at + length, bytes, at, bytes.length);
                }
                case 7 -> {
                    byte[] other = OTHER.bytes;
                    return spliced(bytes, at, other, random.nextInt(other.length), other.length);
                }
                default -> {
                    // A length, a count, a time: what it takes to be believed.
                    long hostile =
                            new long[] {-1, Integer.MAX_VALUE, 1L << 16, 0}[random.nextInt(4)];
                    for (int i = 0; i < 4 && at + i < bytes.length; i++) {
                        changed[at + i] = (byte) (hostile >>> 8 * i);
                    }
                }
            }
            return changed;
        }

        private static byte[] spliced(byte[] head, int until, byte[] tail, int from, int to) {
            byte[] spliced = Arrays.copyOf(head, until + to - from);
            System.arraycopy(tail, from, spliced, until, to - from);
            return spliced;
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(Arbitraries.integers().between(0, 8), Arbitraries.longs())
                .as(Change::new);
    }

    private static boolean isRecognisable(byte[] bytes) {
        return bytes.length < 8
                || SnapshotFormat.isOurs(bytes, 0)
                || bytes.length >= SnapshotFormat.HEADER + 8
                        && SnapshotFormat.isOurs(bytes, SnapshotFormat.HEADER);
    }

    private static void restore(byte[] bytes) {
        PartsWorld world = new PartsWorld(CAPACITY, 2);
        MemoryFiles files = new MemoryFiles();
        files.put(SnapshotImage.FILE, bytes);
        SnapshotReader reader = new SnapshotReader(world.parts, files);
        long me = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(me);
        try {
            RestoreReport report = reader.restore(SnapshotImage.FILE);
            long allocated = THREADS.getThreadAllocatedBytes(me) - before;
            // The file in memory is copied once more when its anchors are used up.
            assertThat(allocated).isLessThan(OWN_BYTES + 2L * bytes.length);
            assertThat(report.kept(SnapshotItem.PEERS)).isBetween(0L, (long) CAPACITY);
            assertThat(report.bytes()).isEqualTo(bytes.length);
        } catch (RestoreException e) {
            assertThat(isRecognisable(bytes)).as(e.getMessage()).isFalse();
        }
        // The parts still work.
        assertThat(world.peers.countIndexed() + world.peers.countFree()).isEqualTo(CAPACITY);
        SnapshotImage again = SnapshotImage.of(world);
        PartsWorld third = new PartsWorld(CAPACITY, 2);
        assertThat(SnapshotImage.restore(again.bytes, third).isUndamaged()).isTrue();
    }

    @Property(tries = 400)
    void noChangeOfTheFileDoesHarm(
            @ForAll("changes") Change one,
            @ForAll("changes") Change two,
            @ForAll("changes") Change three) {
        byte[] bytes = one.apply(IMAGE.bytes);
        restore(bytes);
        restore(three.apply(two.apply(bytes)));
    }

    /** The checks agree: only the reader's own care is left. */
    @Property(tries = 600)
    void noContentDoesHarm(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = IMAGE.bytes.clone();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            SnapshotImage.Block block = IMAGE.blocks.get(random.nextInt(IMAGE.blocks.size()));
            for (int change = random.nextInt(1, 40); change > 0; change--) {
                int at = block.start() + SnapshotFormat.BLOCK + random.nextInt(block.length());
                bytes[at] =
                        (byte)
                                switch (random.nextInt(4)) {
                                    case 0 -> 0xff;
                                    case 1 -> 0;
                                    case 2 -> bytes[at] ^ 1 << random.nextInt(8);
                                    default -> random.nextInt();
                                };
            }
            IMAGE.fix(bytes, block);
        }
        restore(bytes);
    }
}
