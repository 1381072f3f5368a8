/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.store;

import io.peerage.concurrent.OwnerThread;
import io.peerage.config.BookConfig;

/**
 * Which cells of the new and the tried table each address is in: up to four of the new one, or one of the tried one.
 *
 * <p><b>Threading</b>: owner thread. <b>Complexity</b>: O(1), no allocation. <b>Origin</b>: features H3.
 */
@OwnerThread
final class AddressPlaces {
    static final int NONE = AddressColumns.NONE;

    private final AddressCells fresh;
    private final AddressCells tried;
    private final AddressColumns columns;
    private final EntryColumns entries;
    private final AddressAge age;

    AddressPlaces(AddressTable table, BookConfig config) {
        this.fresh = new AddressCells(config.newBuckets());
        this.tried = new AddressCells(config.triedBuckets());
        this.columns = table.columns();
        this.entries = table.entries();
        this.age = table.age();
    }

    long bytes() {
        return fresh.bytes() + tried.bytes();
    }

    AddressCells fresh() {
        return fresh;
    }

    AddressCells tried() {
        return tried;
    }

    /** Whether a cell of the new table is empty, or whoever is in it yields to an address that has no place yet. */
    boolean isOpen(int cell, int now) {
        int slot = fresh.at(cell);
        return slot == NONE || AddressWord.places(columns.state(slot)) > 1 || yields(slot, now);
    }

    /** Whether an address yields its place to any other. */
    boolean yields(int slot, int now) {
        int entry = entries.of(AddressWord.peer(columns.header(slot)));
        return age.yields(columns.state(slot), columns.times(slot), entries.word(entry), now);
    }

    /** Puts an address into an empty cell of the new table. */
    void enter(int slot, int cell) {
        long state = columns.state(slot);
        int places = AddressWord.places(state);
        fresh.put(cell, slot);
        columns.place(slot, places, cell);
        columns.state(slot, AddressWord.places(state, places + 1));
    }

    /** Takes an address out of a cell of the new table; how many it is still in. */
    int leave(int slot, int cell) {
        long state = columns.state(slot);
        int last = AddressWord.places(state) - 1;
        for (int i = 0; i < last; i++) {
            if (columns.place(slot, i) == cell) {
                columns.place(slot, i, columns.place(slot, last));
            }
        }
        columns.place(slot, last, NONE);
        columns.state(slot, AddressWord.places(state, last));
        fresh.clear(cell);
        return last;
    }

    /** Moves an address to an empty cell of the tried table. */
    void promote(int slot, int cell) {
        leaveAll(slot);
        tried.put(cell, slot);
        columns.place(slot, 0, cell);
        columns.state(slot, AddressWord.tried(columns.state(slot), true));
    }

    /** Takes an address out of all its cells. */
    void leaveAll(int slot) {
        long state = columns.state(slot);
        if (AddressWord.isTried(state)) {
            tried.clear(columns.place(slot, 0));
            columns.place(slot, 0, NONE);
            columns.state(slot, AddressWord.tried(state, false));
            return;
        }
        for (int i = AddressWord.places(state) - 1; i >= 0; i--) {
            fresh.clear(columns.place(slot, i));
            columns.place(slot, i, NONE);
        }
        columns.state(slot, AddressWord.places(state, 0));
    }
}
