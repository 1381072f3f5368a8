/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.peer;

import io.peerage.concurrent.HandleSpace;
import io.peerage.concurrent.StripedCounters;
import io.peerage.hash.KeyedHash;
import io.peerage.lincheck.Lincheck;
import io.peerage.model.Counter;
import io.peerage.model.Result;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The peer table is a set of ids, whoever registers, releases, recycles and reads at once. */
@Param(name = "id", gen = IntGen.class, conf = "1:2")
@Tag("lincheck")
public class PeerTableLincheckTest {
    // One bucket; room for two ids and for two threads that try to register.
    private static final int CAPACITY = 4;
    private static final KeyedHash HASH = KeyedHash.known(1, 2);

    private final StripedCounters counters = new StripedCounters(Counter.values().length, 1);
    private final PeerTable table =
            new PeerTable(CAPACITY, 48, counters, 1, new HandleSpace("peer", 0, 1, CAPACITY), HASH);
    private final PeerStates states = new PeerStates(table, counters, 1);

    @Test
    void everyInterleavingIsThatOfASet() {
        Lincheck.modelChecking(Ids.class).check(PeerTableLincheckTest.class);
    }

    @Test
    void realThreadsSeeASet() {
        Lincheck.stress(Ids.class).check(PeerTableLincheckTest.class);
    }

    @Test
    void twoRegistrationsOfOneIdLeaveOne() {
        Lincheck.racing(
                        Ids.class,
                        Lincheck.scenario(
                                List.of(),
                                List.of(call("register", 1), call("register", 1)),
                                List.of(call("release", 1), call("recycle"), call("lookup", 1))))
                .check(PeerTableLincheckTest.class);
    }

    @Test
    void aRegistrationAgainstTheOwnersRoundIsLastingOrAnew() {
        Lincheck.racing(
                        Ids.class,
                        Lincheck.scenario(
                                List.of(call("register", 1), call("release", 1)),
                                List.of(call("register", 1), call("recycle")),
                                List.of(call("lookup", 1), call("release", 1), call("lookup", 1))))
                .check(PeerTableLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(PeerTableLincheckTest.class, operation, arguments);
    }

    private static byte[] bytes(int id) {
        byte[] bytes = new byte[9];
        Arrays.fill(bytes, (byte) id);
        return bytes;
    }

    /** Makes an id known. */
    @Operation
    public boolean register(@Param(name = "id") int id) {
        return table.register(bytes(id), 0, 9) > 0;
    }

    /** The id that the handle found for an id stands for; 0 if there is none. */
    @Operation
    public int lookup(@Param(name = "id") int id) {
        byte[] copied = new byte[48];
        for (; ; ) {
            long found = table.lookup(bytes(id), 0, 9);
            if (found < 0) {
                return 0;
            }
            int length = table.copyId(found, copied, 0);
            if (length >= 0) {
                return Arrays.equals(Arrays.copyOf(copied, length), bytes(id)) ? id : -1;
            }
        }
    }

    /** Gives an id up. */
    @Operation
    public boolean release(@Param(name = "id") int id) {
        for (; ; ) {
            long found = table.lookup(bytes(id), 0, 9);
            if (found < 0) {
                return false;
            }
            // Whoever came between has made it unknown or given it another handle.
            if (states.retire(found) != Result.UNKNOWN_PEER.code()) {
                return true;
            }
        }
    }

    /** The owner's round, of which nobody notices anything. */
    @Operation(nonParallelGroup = "owner")
    public void recycle() {
        int next;
        for (int at = states.dirty().takeAll(0); at >= 0; at = next) {
            next = states.dirty().next(at);
            states.drain(at, 1);
            table.recycle(at);
        }
    }

    /** No id has two slots, no slot is lost. */
    @Validate
    public void validate() {
        Set<String> ids = new HashSet<>();
        byte[] copied = new byte[48];
        int live = 0;
        for (int slot = 0; slot < CAPACITY; slot++) {
            if (PeerWord.isLive(table.columns().word(slot))) {
                live++;
                int length = table.columns().copyIdOwned(slot, copied);
                if (!ids.add(Arrays.toString(Arrays.copyOf(copied, length)))) {
                    throw new IllegalStateException("an id has two slots");
                }
            }
        }
        if (live != table.countIndexed() || live + table.countFree() != CAPACITY) {
            throw new IllegalStateException("a slot is lost");
        }
    }

    /** What it is to be. */
    public static class Ids {
        private final Set<Integer> known = new HashSet<>();

        public boolean register(int id) {
            known.add(id);
            return true;
        }

        public int lookup(int id) {
            return known.contains(id) ? id : 0;
        }

        public boolean release(int id) {
            return known.remove(id);
        }

        public void recycle() {}
    }
}
