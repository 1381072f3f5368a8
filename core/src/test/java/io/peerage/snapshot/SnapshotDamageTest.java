/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerage.model.RestoreDrop;
import io.peerage.model.RestoreException;
import io.peerage.model.RestoreReport;
import io.peerage.model.SnapshotItem;
import io.peerage.testing.Ids;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Features K2: what is undamaged is kept, the rest is counted. */
class SnapshotDamageTest {
    private static final int PEERS = 1_500;

    private final SnapshotImage image =
            SnapshotImage.of(new PartsWorld(2_048, 1).filled(PEERS).wanting(PEERS));

    private static RestoreReport restore(byte[] bytes) {
        return SnapshotImage.restore(bytes, new PartsWorld(2_048, 1));
    }

    @Test
    void aDamagedBlockCostsItselfAlone() {
        SplittableRandom random = new SplittableRandom(5);
        long all = restore(image.bytes).kept(SnapshotItem.PEERS);
        assertThat(all).isEqualTo(PEERS);
        assertThat(image.blocks).hasSizeGreaterThan(7);
        for (SnapshotImage.Block block : image.blocks) {
            for (int i = 0; i < 5; i++) {
                byte[] damaged = image.bytes.clone();
                int at = block.start() + random.nextInt(block.end() - block.start());
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                RestoreReport report = restore(damaged);
                assertThat(report.lostBlocks()).as("%s at %s", block, at).isEqualTo(1);
                assertThat(report.isUndamaged()).isFalse();
                boolean isPeers = block.kind() == SnapshotFormat.KIND_PEERS;
                assertThat(report.kept(SnapshotItem.PEERS))
                        .as("%s at %s", block, at)
                        .isEqualTo(isPeers ? all - block.records() : all);
                assertThat(report.dropped(RestoreDrop.MALFORMED)).isZero();
            }
        }
    }

    @Test
    void whatIsCutOffIsMissed() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 50; i++) {
            int length =
                    SnapshotFormat.HEADERS
                            + random.nextInt(image.bytes.length - SnapshotFormat.HEADERS);
            RestoreReport report = restore(Arrays.copyOf(image.bytes, length));
            long whole =
                    image.blocks.stream()
                            .filter(block -> block.end() <= length)
                            .filter(block -> block.kind() == SnapshotFormat.KIND_PEERS)
                            .mapToLong(SnapshotImage.Block::records)
                            .sum();
            assertThat(report.kept(SnapshotItem.PEERS)).as("of %s", length).isEqualTo(whole);
            assertThat(report.isComplete()).isFalse();
            assertThat(report.lostBlocks()).isEqualTo(1);
        }
    }

    @Test
    void oneHeaderIsEnough() {
        for (int at = 0; at < SnapshotFormat.HEADER; at++) {
            byte[] damaged = image.bytes.clone();
            damaged[at] ^= 0x10;
            assertThat(restore(damaged).isUndamaged()).as("byte %s", at).isTrue();
        }
        byte[] both = image.bytes.clone();
        both[SnapshotFormat.NONCE] ^= 1;
        both[SnapshotFormat.HEADER + SnapshotFormat.NONCE] ^= 1;
        RestoreReport report = restore(both);
        assertThat(report.isUndamaged()).isFalse();
        assertThat(report.kept(SnapshotItem.PEERS)).isZero();
    }

    @Test
    void bytesThatAreMissingOrTooManyCostTheirBlock() {
        SnapshotImage.Block block = image.blocks.get(3);
        int at = block.start() + 1_000;
        byte[] shorter = new byte[image.bytes.length - 7];
        System.arraycopy(image.bytes, 0, shorter, 0, at);
        System.arraycopy(image.bytes, at + 7, shorter, at, shorter.length - at);
        assertThat(restore(shorter).lostBlocks()).isEqualTo(1);
        byte[] longer = new byte[image.bytes.length + 7];
        System.arraycopy(image.bytes, 0, longer, 0, at);
        System.arraycopy(image.bytes, at, longer, at + 7, image.bytes.length - at);
        assertThat(restore(longer).lostBlocks()).isEqualTo(1);
    }

    @Test
    void aBlockThatComesTwiceCountsOnce() {
        SnapshotImage.Block block = image.blocks.get(2);
        int length = block.end() - block.start();
        byte[] doubled = new byte[image.bytes.length + length];
        System.arraycopy(image.bytes, 0, doubled, 0, block.end());
        System.arraycopy(
                image.bytes,
                block.start(),
                doubled,
                block.end(),
                image.bytes.length - block.start());
        RestoreReport report = restore(doubled);
        assertThat(report.isUndamaged()).isTrue();
        assertThat(report.kept(SnapshotItem.PEERS))
                .isEqualTo(image.report.written(SnapshotItem.PEERS));
    }

    /** What a peer has us write, be it a whole block of another file, is not taken for a block, not even if the one around it is damaged. */
    @Test
    void whatPeersSayIsNeverABlock() {
        byte[] forged = forgedBlock(new byte[8]);
        byte[] file =
                SnapshotImage.written(
                        out -> {
                            out.kind(SnapshotFormat.KIND_PEERS);
                            out.begin();
                            byte[] id = Ids.id(1);
                            out.u8(id.length);
                            out.bytes(id, 0, id.length);
                            out.u8(SnapshotFormat.PEER_PERSISTENT | SnapshotFormat.PEER_RECORD);
                            out.u64(1);
                            out.u16(forged.length);
                            out.bytes(forged, 0, forged.length);
                            out.end();
                        });
        assertThat(restore(file).kept(SnapshotItem.PERSISTENT)).isEqualTo(1);
        byte[] damaged = file.clone();
        damaged[SnapshotFormat.HEADERS + SnapshotFormat.BLOCK + 5] ^= 1;
        RestoreReport report = restore(damaged);
        assertThat(report.kept(SnapshotItem.PERSISTENT)).isZero();
        assertThat(report.kept(SnapshotItem.PEERS)).isZero();
        // With the file's nonce, which nobody but its reader knows, it would be: the test can fail.
        byte[] known = forgedBlock(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        System.arraycopy(known, 0, damaged, file.length - forged.length, known.length);
        assertThat(restore(damaged).kept(SnapshotItem.PERSISTENT)).isEqualTo(1);
    }

    private static byte[] forgedBlock(byte[] nonce) {
        byte[] id = Ids.id(666);
        byte[] block = new byte[SnapshotFormat.BLOCK + 2 + 1 + id.length + 1];
        SnapshotFormat.put16(block, SnapshotFormat.BLOCK, 2 + id.length);
        block[SnapshotFormat.BLOCK + 2] = (byte) id.length;
        System.arraycopy(id, 0, block, SnapshotFormat.BLOCK + 3, id.length);
        block[block.length - 1] = SnapshotFormat.PEER_PERSISTENT;
        BlockWriter.frame(
                block,
                SnapshotFormat.KIND_PEERS,
                7,
                1,
                block.length - SnapshotFormat.BLOCK,
                nonce,
                new CRC32C());
        return block;
    }

    @Test
    void whatALaterVersionAddsIsSkippedAndCounted() {
        byte[] file =
                SnapshotImage.written(
                        out -> {
                            out.kind(4_711);
                            out.begin();
                            out.u64(1);
                            out.end();
                            out.kind(SnapshotFormat.KIND_PEERS);
                            byte[] id = Ids.id(1);
                            for (int flags : new int[] {1, 129}) {
                                out.begin();
                                out.u8(id.length);
                                id[0] = (byte) flags;
                                out.bytes(id, 0, id.length);
                                out.u8(flags);
                                out.u48(99);
                                out.end();
                            }
                            out.kind(SnapshotFormat.KIND_BANS);
                            out.begin();
                            out.u8(SnapshotFormat.BANNED);
                            out.u8(200);
                            out.u8(2);
                            out.u48(1L << 30);
                            out.u8(id.length);
                            out.bytes(id, 0, id.length);
                            out.u64(0);
                            out.u64(0);
                            out.u16(3);
                            out.end();
                            out.kind(SnapshotFormat.KIND_END);
                            out.begin();
                            out.u16(0);
                            out.end();
                        });
        RestoreReport report = restore(file);
        assertThat(report.isUndamaged()).isTrue();
        assertThat(report.unknownBlocks()).isEqualTo(1);
        assertThat(report.longerRecords()).isEqualTo(3);
        assertThat(report.kept(SnapshotItem.PERSISTENT)).isEqualTo(2);
        assertThat(report.kept(SnapshotItem.BANNED_PEERS)).isEqualTo(1);
    }

    @Test
    void aLaterFormatIsAnErrorThatSaysSo() {
        byte[] later = image.bytes.clone();
        for (int from = 0; from < SnapshotFormat.HEADERS; from += SnapshotFormat.HEADER) {
            SnapshotFormat.put16(later, from + SnapshotFormat.VERSION, 2);
            CRC32C crc = new CRC32C();
            crc.update(later, from, SnapshotFormat.HEADER_CHECK);
            SnapshotFormat.put32(later, from + SnapshotFormat.HEADER_CHECK, (int) crc.getValue());
        }
        assertThatThrownBy(() -> restore(later))
                .isInstanceOf(RestoreException.class)
                .hasMessageContaining("has format 2, this version reads up to 1");
    }

    @Test
    void timesBeyondAllBoundsAreCut() {
        byte[] id = Ids.id(1);
        byte[] file =
                SnapshotImage.written(
                        out -> {
                            out.kind(SnapshotFormat.KIND_PEERS);
                            out.begin();
                            out.u8(id.length);
                            out.bytes(id, 0, id.length);
                            out.u8(SnapshotFormat.PEER_BACK_OFF);
                            out.u16(0xffff);
                            out.u48(-1);
                            out.end();
                        });
        PartsWorld world = new PartsWorld(64, 3);
        assertThat(SnapshotImage.restore(file, world).kept(SnapshotItem.BACK_OFFS)).isEqualTo(1);
        long peer = world.peer(1);
        long waits =
                world.dials
                                .table()
                                .nextAllowed(
                                        world.peers.handles().index(peer), world.clock.nanoTime())
                        - world.clock.nanoTime();
        assertThat(waits).isBetween(365L * 86_400_000_000_000L, 367L * 86_400_000_000_000L);
    }
}
