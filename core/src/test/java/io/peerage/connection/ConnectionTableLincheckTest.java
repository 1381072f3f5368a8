/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.connection;

import io.peerage.concurrent.HandleSpace;
import io.peerage.lincheck.Lincheck;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A table of slots is a list of tickets, each of which begins once and ends once, though they take each other's slots. */
@Param(name = "ticket", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class ConnectionTableLincheckTest {
    private static final int SLOTS = 12;
    private static final int PEERS = 100;

    private final ConnectionTable table =
            new ConnectionTable(SLOTS, 1, new HandleSpace("connection", 1, 1, SLOTS));
    private final AtomicLongArray handles = new AtomicLongArray(SLOTS);
    private int admitted;

    @Test
    void everyInterleavingIsThatOfAList() {
        Lincheck.modelChecking(Tickets.class)
                .actorsBefore(2)
                .actorsPerThread(3)
                .check(ConnectionTableLincheckTest.class);
    }

    @Test
    void realThreadsSeeAList() {
        Lincheck.stress(Tickets.class).actorsBefore(2).check(ConnectionTableLincheckTest.class);
    }

    @Test
    void aSlotGoesToTheNextWhileSomebodyStillAsksForTheLast() {
        Lincheck.racing(
                        Tickets.class,
                        Lincheck.sequences(
                                List.of(call("admit"), call("establish", 0)),
                                List.of(
                                        List.of(call("end", 0), call("admit")),
                                        List.of(call("peer", 0), call("end", 0))),
                                List.of(call("peer", 1), call("establish", 1), call("end", 1))))
                .check(ConnectionTableLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(ConnectionTableLincheckTest.class, operation, arguments);
    }

    /** Makes the next ticket; its number. */
    @Operation(nonParallelGroup = "admission")
    public int admit() {
        int slot = table.take();
        int ticket = admitted++;
        table.prefixCells(slot, -1, -1, -1);
        handles.set(ticket, table.ticket(slot, 0, 0, PEERS + ticket, 1));
        return ticket;
    }

    /** A ticket becomes a connection. */
    @Operation
    public boolean establish(@Param(name = "ticket") int ticket) {
        return move(ticket, ConnectionWord.ESTABLISHED);
    }

    /** A ticket or connection ends, and its slot is free for others. */
    @Operation
    public boolean end(@Param(name = "ticket") int ticket) {
        if (!move(ticket, ConnectionWord.CLOSING)) {
            return false;
        }
        table.free(table.handles().index(handles.get(ticket)));
        return true;
    }

    private boolean move(int ticket, int next) {
        long handle = handles.get(ticket);
        if (handle == 0) {
            return false;
        }
        int slot = table.handles().index(handle);
        for (; ; ) {
            long word = table.word(slot);
            if (!isCurrent(word, handle, next)) {
                return false;
            }
            if (table.casWord(slot, word, ConnectionWord.withState(word, next))) {
                return true;
            }
        }
    }

    private boolean isCurrent(long word, long handle, int next) {
        int state = ConnectionWord.state(word);
        boolean open = state == ConnectionWord.PENDING || state == ConnectionWord.ESTABLISHED;
        return ConnectionWord.generation(word) == table.handles().generation(handle)
                && open
                && state < next;
    }

    /** The peer of a ticket or connection; −1 if it has ended. */
    @Operation
    public int peer(@Param(name = "ticket") int ticket) {
        long handle = handles.get(ticket);
        if (handle == 0) {
            return -1;
        }
        int slot = table.handles().index(handle);
        int peer = table.peer(slot);
        return isCurrent(table.word(slot), handle, ConnectionWord.CLOSING) ? peer : -1;
    }

    /** No slot was lost. */
    @Validate
    public void validate() {
        int taken = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            taken += ConnectionWord.state(table.word(slot)) == ConnectionWord.FREE ? 0 : 1;
        }
        if (table.countFree() != SLOTS - taken) {
            throw new IllegalStateException(table.countFree() + " free, " + taken + " taken");
        }
    }

    /** What it is to be. */
    public static class Tickets {
        // 0 before it is made, 1 a ticket, 2 a connection, 3 ended.
        private final int[] states = new int[SLOTS];
        private int admitted;

        public int admit() {
            states[admitted] = 1;
            return admitted++;
        }

        public boolean establish(int ticket) {
            boolean done = states[ticket] == 1;
            states[ticket] = done ? 2 : states[ticket];
            return done;
        }

        public boolean end(int ticket) {
            boolean done = peer(ticket) >= 0;
            states[ticket] = done ? 3 : states[ticket];
            return done;
        }

        public int peer(int ticket) {
            return states[ticket] == 1 || states[ticket] == 2 ? PEERS + ticket : -1;
        }
    }
}
