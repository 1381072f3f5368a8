/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage;

import io.peerage.admission.BatchClose;
import io.peerage.model.Outcome;
import io.peerage.model.Result;
import io.peerage.peer.PeerTable;
import org.jspecify.annotations.Nullable;

/**
 * Many calls in one, for when many come together: a message that names many peers, a network that fails and takes all connections with it.
 *
 * <p>Each element is treated exactly as {@link PeerManager#lookup} or {@link PeerManager#close} would; a batch is no transaction, and
 * other threads see it half done. It takes less time, since the memory of many elements is read at once. The caller's arrays are not kept.
 *
 * <p><b>Threading</b>: any thread; the arrays are the caller's alone meanwhile. <b>Progress</b>: looking up is wait-free, closing lock-free; a
 * thread that is suspended while closing holds up at most 32 connections, where a single call holds up one. <b>Complexity</b>: O(1) an
 * element, no allocation. <b>Errors</b>: {@link IllegalArgumentException} for a count beyond an array, for an id of a wrong length, and for a
 * handle of another manager or another kind. <b>Origin</b>: features A1, A2.
 */
public sealed class Batches permits RecordedBatches {
    private final PeerTable peers;
    private final BatchClose closing;

    Batches(PeerTable peers, BatchClose closing) {
        this.peers = peers;
        this.closing = closing;
    }

    /**
     * Looks up the first {@code count} ids; the handle of each, or the code of {@link Result#UNKNOWN_PEER}, goes to the same place of {@code
     * handles}.
     *
     * @param ids the ids
     * @param count how many of them count, 0 to the length of the shortest array
     * @param handles where their handles go
     * @return how many are known
     * @throws IllegalArgumentException for an id of a wrong length; some of those before it have been looked up then
     */
    public int lookup(byte[][] ids, int count, long[] handles) {
        checkCount(Arguments.given(ids, "ids is null; pass the peers' ids").length, count, "ids");
        Arguments.given(handles, "handles is null; pass an array for the peers' handles");
        checkCount(handles.length, count, "handles");
        return peers.lookup(ids, count, handles);
    }

    /**
     * Closes the connections, or abandons the tickets, of the first {@code count} handles. Of a handle that is in the batch twice, or that
     * others close meanwhile, one close counts and the others are refused as {@link Result#ALREADY_CLOSED}.
     *
     * @param connections the handles
     * @param count how many of them count, 0 to the length of the shortest array
     * @return how many were not refused
     * @throws IllegalArgumentException for a handle of another manager or kind, before any is closed
     */
    public int close(long[] connections, int count) {
        return close(connections, count, null);
    }

    /**
     * As {@link #close(long[], int)}, and tells what became of each: its {@link Outcome} goes to the same place of {@code outcomes}, unless
     * that is null.
     *
     * @param connections the handles
     * @param count how many of them count, 0 to the length of the shortest array
     * @param outcomes where their outcomes go, or null
     * @return how many were not refused
     */
    public int close(long[] connections, int count, int @Nullable [] outcomes) {
        checkCount(
                Arguments.given(connections, "connections is null; pass their handles").length,
                count,
                "connections");
        if (outcomes != null) {
            checkCount(outcomes.length, count, "outcomes");
        }
        return closing.close(connections, count, outcomes);
    }

    private static void checkCount(int length, int count, String array) {
        if (count < 0 || count > length) {
            throw new IllegalArgumentException(
                    "count "
                            + count
                            + " is outside 0 to "
                            + length
                            + ", the length of "
                            + array
                            + "; pass a longer array or a smaller count");
        }
    }
}
