/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.ban;

import io.peerage.config.Cidr;
import io.peerage.config.CidrRules;
import io.peerage.model.CidrVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Flattens nested blocks into the addresses from which on another verdict holds, in ascending order; the first is the
 * first address of all.
 *
 * <p><b>Threading</b>: confined to the thread that builds. <b>Complexity</b>: O(blocks log blocks).
 */
final class CidrPoints {
    private static final byte NONE = (byte) CidrVerdict.NONE.ordinal();

    private final long[] hi;
    private final long[] lo;
    private final byte[] verdict;
    private int size;

    private CidrPoints(int most) {
        this.hi = new long[most];
        this.lo = new long[most];
        this.verdict = new byte[most];
    }

    static CidrPoints of(CidrRules rules) {
        List<Block> blocks = new ArrayList<>(rules.allow().size() + rules.deny().size());
        rules.allow().forEach(cidr -> blocks.add(new Block(cidr, CidrVerdict.ALLOW)));
        rules.deny().forEach(cidr -> blocks.add(new Block(cidr, CidrVerdict.DENY)));
        blocks.sort(Block.ORDER);
        CidrPoints points = new CidrPoints(2 * blocks.size() + 1);
        points.add(0, 0, NONE);
        points.sweep(blocks);
        return points;
    }

    // Blocks are nested or disjoint, so those that contain the current address form a stack.
    private void sweep(List<Block> blocks) {
        Block[] open = new Block[129];
        int depth = 0;
        for (Block block : blocks) {
            while (depth > 0 && !open[depth - 1].reaches(block)) {
                depth = close(open, depth);
            }
            if (depth > 0 && open[depth - 1].cidr().equals(block.cidr())) {
                // The same block again: denials come last, and count.
                depth--;
            }
            open[depth++] = block;
            add(block.cidr().hi(), block.cidr().lo(), (byte) block.verdict().ordinal());
        }
        while (depth > 0) {
            depth = close(open, depth);
        }
    }

    /** Behind the innermost block holds what the one around it says. */
    private int close(Block[] open, int depth) {
        Block block = open[depth - 1];
        byte around = depth > 1 ? (byte) open[depth - 2].verdict().ordinal() : NONE;
        long nextLo = block.lastLo() + 1;
        long nextHi = block.lastHi() + (nextLo == 0 ? 1 : 0);
        if ((nextHi | nextLo) != 0) {
            add(nextHi, nextLo, around);
        }
        return depth - 1;
    }

    private void add(long pointHi, long pointLo, byte then) {
        if (size > 0 && hi[size - 1] == pointHi && lo[size - 1] == pointLo) {
            size--;
        }
        if (size > 0 && verdict[size - 1] == then) {
            return;
        }
        hi[size] = pointHi;
        lo[size] = pointLo;
        verdict[size] = then;
        size++;
    }

    int size() {
        return size;
    }

    long hi(int point) {
        return hi[point];
    }

    long lo(int point) {
        return lo[point];
    }

    byte verdict(int point) {
        return verdict[point];
    }

    int lastNotAfter(long addressHi, long addressLo) {
        int at = 0;
        while (at + 1 < size && compare(hi[at + 1], lo[at + 1], addressHi, addressLo) <= 0) {
            at++;
        }
        return at;
    }

    static int compare(long oneHi, long oneLo, long otherHi, long otherLo) {
        int high = Long.compareUnsigned(oneHi, otherHi);
        return high != 0 ? high : Long.compareUnsigned(oneLo, otherLo);
    }

    @Override
    public String toString() {
        return "CidrPoints" + Arrays.toString(Arrays.copyOf(verdict, size));
    }

    private record Block(Cidr cidr, CidrVerdict verdict) {
        static final Comparator<Block> ORDER =
                ((Comparator<Block>)
                                (one, other) ->
                                        compare(
                                                one.cidr.hi(),
                                                one.cidr.lo(),
                                                other.cidr.hi(),
                                                other.cidr.lo()))
                        .thenComparingInt(block -> block.cidr.bits())
                        .thenComparing(Block::verdict);

        long lastHi() {
            return cidr.bits() >= 64 ? cidr.hi() : cidr.hi() | -1L >>> cidr.bits();
        }

        long lastLo() {
            int bits = cidr.bits();
            return bits == 128 ? cidr.lo() : cidr.lo() | -1L >>> Math.max(0, bits - 64);
        }

        boolean reaches(Block next) {
            return compare(lastHi(), lastLo(), next.cidr.hi(), next.cidr.lo()) >= 0;
        }
    }
}
