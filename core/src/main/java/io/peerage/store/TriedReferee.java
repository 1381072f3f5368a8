/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.model.Counter;

/**
 * Settles who has a place in the tried table, of an address that worked and of the one that was there before.
 *
 * <p>Who was there stays if it worked within four hours, or its peer is connected. It has to go if it was attempted and hasn't worked a minute
 * later, or if nobody came to test it in time.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O({@value TriedDisputes#MOST}), no allocation. <b>Units</b>: seconds of the book's clock.
 * <b>Origin</b>: features H3 (Bitcoin Core's test-before-evict).
 */
@OwnerThread
final class TriedReferee {
    private static final int NONE = AddressColumns.NONE;
    private static final int FOUR_HOURS = 4 * 3_600;
    private static final int TEST_WINDOW = 40 * 60;
    private static final int MINUTE = 60;

    private final AddressKeeper keeper;
    private final TriedDisputes disputes;
    private final AddressColumns columns;
    private final EntryColumns entries;
    private final AddressCells tried;

    TriedReferee(AddressTable table, AddressPlaces places, AddressKeeper keeper) {
        this.keeper = keeper;
        this.disputes = keeper.disputes();
        this.columns = table.columns();
        this.entries = table.entries();
        this.tried = places.tried();
    }

    /** The address whose place that of a dispute claims; {@link #NONE} if the place is free meanwhile, or the claim over. */
    int holder(int dispute) {
        int slot = disputes.slot(dispute);
        return columns.header(slot) == disputes.header(dispute)
                ? tried.at(keeper.triedCell(slot))
                : NONE;
    }

    /** Decides the disputes that can be decided; how many that were. */
    int resolve(int now) {
        int before = disputes.size();
        for (int i = disputes.size() - 1; i >= 0; i--) {
            if (isResolved(disputes.slot(i), disputes.header(i), now)) {
                disputes.remove(i);
            }
        }
        return before - disputes.size();
    }

    private boolean isResolved(int slot, long header, int now) {
        if (columns.header(slot) != header || !AddressWord.isDisputing(columns.state(slot))) {
            return true;
        }
        int cell = keeper.triedCell(slot);
        int old = tried.at(cell);
        if (old != NONE && !isGone(old, slot, now)) {
            if (!isHolding(old, now)) {
                return false;
            }
            columns.state(slot, AddressWord.disputing(columns.state(slot), false));
            return true;
        }
        if (old != NONE) {
            keeper.count(Counter.TRIED_REPLACED);
            keeper.demote(old);
        }
        // Making room for the old one may have cost the new one its place.
        if (columns.header(slot) == header) {
            keeper.promote(slot, cell);
        }
        return true;
    }

    // Whether an address that worked has done so lately.
    private boolean isHolding(int slot, int now) {
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        return EntryWord.isConnected(entries.word(entry))
                || now - AddressWord.success(columns.times(slot)) < FOUR_HOURS;
    }

    // Whether an address has failed its test, or nobody came to test it.
    private boolean isGone(int slot, int challenger, int now) {
        if (isHolding(slot, now)) {
            return false;
        }
        int attempt = AddressWord.attempt(columns.times(slot));
        if (attempt != 0 && now - attempt < FOUR_HOURS) {
            return now - attempt >= MINUTE;
        }
        return now - AddressWord.success(columns.times(challenger)) >= TEST_WINDOW;
    }
}
