/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.concurrent;

/**
 * Hands indexes from any thread to the owner, each at most once at a time, without bound checks and without allocation.
 *
 * <p>A stack per stripe, linked through the low half of a word of the indexes' own records, whose high half is left alone; the owner takes whole stacks.
 *
 * <p><b>Threading</b>: {@link #push} any thread, {@link #takeAll} and {@link #next} owner thread. <b>Progress</b>: push
 * lock-free, the rest wait-free. <b>Complexity</b>: O(1) a call. <b>What callers must do</b>: push an index only after
 * setting its mark (a bit in its state word) from clear to set, and clear that mark only after {@link #next} has read its
 * link; the mark is what keeps an index from being in the queue twice. <b>Order</b>: none between indexes. A thread that
 * is suspended between mark and push delays this index alone.
 */
public final class DirtyQueue {
    private static final long LINK_MASK = 0xffff_ffffL;

    private final PaddedLongs heads;
    private final LongColumn links;
    private final int stride;
    private final int offset;

    /** An empty queue whose links are kept at {@code index * stride + offset}. */
    public DirtyQueue(int stripes, LongColumn links, int stride, int offset) {
        this.heads = new PaddedLongs(stripes);
        this.links = links;
        this.stride = stride;
        this.offset = offset;
    }

    /** The number of stacks that {@link #takeAll} can be asked for. */
    @AnyThread
    public int stripes() {
        return heads.size();
    }

    /** Adds a marked index. */
    @AnyThread
    public void push(int index) {
        int stripe = Stripes.mine(heads.size());
        for (; ; ) {
            long head = heads.getAcquire(stripe);
            links.setRelease(linkOf(index), (links.getPlain(linkOf(index)) & ~LINK_MASK) | head);
            // No version is needed: only the owner removes, and always the whole stack.
            if (heads.cas(stripe, head, index + 1L)) {
                return;
            }
        }
    }

    /** Adds a marked index to a chain of such that one thread pushes together; 0 is an empty chain. */
    @AnyThread
    public long chain(long chain, int index) {
        links.setRelease(
                linkOf(index), links.getPlain(linkOf(index)) & ~LINK_MASK | chain & LINK_MASK);
        return Chain.with(chain, index);
    }

    /** Adds all indexes of a chain. */
    @AnyThread
    public void pushAll(long chain) {
        if (chain == 0) {
            return;
        }
        int stripe = Stripes.mine(heads.size());
        int last = linkOf(Chain.last(chain));
        for (; ; ) {
            long head = heads.getAcquire(stripe);
            links.setRelease(last, links.getPlain(last) & ~LINK_MASK | head);
            if (heads.cas(stripe, head, chain & LINK_MASK)) {
                return;
            }
        }
    }

    /** Takes all of one stack; the first index, or −1 when it was empty. */
    @OwnerThread
    public int takeAll(int stripe) {
        return heads.getAcquire(stripe) == 0 ? -1 : (int) heads.getAndSet(stripe, 0) - 1;
    }

    /** The index that follows one of a taken stack, or −1; to be read before that index's mark is cleared. */
    @OwnerThread
    public int next(int index) {
        return (int) links.getAcquire(linkOf(index)) - 1;
    }

    private int linkOf(int index) {
        return index * stride + offset;
    }
}
