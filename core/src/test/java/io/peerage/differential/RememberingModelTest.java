/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.differential;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * Random histories over the address book as the façade shows it, trims, anchors and restarts agree with the model after every step (features
 * B10, D7, H1 to H4, J1): who gets an address and who loses one, when addresses are over, whom a full book forgets for a newcomer, down to a
 * book of one peer.
 */
class RememberingModelTest {
    /** What is done; the numbers choose among what there is. */
    enum Kind {
        HEAR,
        HEAR_FOR,
        WORKED,
        FAILED,
        FAILED_ALL,
        GONE,
        KEY,
        RECORD,
        CONNECT,
        DIAL,
        CLOSE,
        RELEASE,
        TRIM,
        TIME,
        RESTART
    }

    /** One step of a history. */
    record Op(Kind kind, int a, int b, int c) {}

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyHistoryAgreesWithTheModel(
            @ForAll("histories") List<Op> history, @ForAll("capacities") int capacity) {
        RememberingPair pair = new RememberingPair(capacity);
        pair.agree();
        for (Op op : history) {
            apply(op, pair);
            pair.agree();
        }
        pair.restart();
        pair.agree();
    }

    /** Found by the histories: the count of peers was one tick behind. */
    @Example
    void whoLeavesTheBookWithItsConnectionIsCountedOutInTheSameTick() {
        RememberingPair pair = new RememberingPair(2);
        pair.hear(0, 0, 2);
        pair.connect(0);
        pair.gone(0, 0);
        pair.agree();
        pair.close(0);
        pair.agree();
    }

    private static void apply(Op op, RememberingPair pair) {
        int id = op.a % RememberingPair.IDS;
        int address = op.b % RememberingPair.ADDRESSES;
        switch (op.kind) {
            case HEAR -> pair.hear(id, address, op.c);
            case HEAR_FOR -> pair.hearFor(id, address, 1 + op.c * 37);
            case WORKED -> pair.worked(id, address);
            case FAILED -> pair.failed(id, address);
            case FAILED_ALL -> pair.failed(id, -1);
            case GONE -> pair.gone(id, address);
            case KEY -> pair.key(id, op.c);
            case RECORD -> pair.record(id, op.c, op.b % 4);
            case CONNECT -> pair.connect(id);
            case DIAL -> pair.dial(id, address);
            case CLOSE -> pair.close(id);
            case RELEASE -> pair.release(id);
            case TRIM -> pair.trim(op.c % 4);
            case TIME -> pair.pass(op.c % 4 == 0 ? 3_600 : 1 + op.c * op.b);
            case RESTART -> pair.restart();
        }
    }

    @Provide
    Arbitrary<Integer> capacities() {
        return Arbitraries.of(1, 1, 2, 3);
    }

    @Provide
    Arbitrary<List<Op>> histories() {
        Arbitrary<Kind> kinds =
                Arbitraries.frequency(
                        Tuple.of(14, Kind.HEAR),
                        Tuple.of(5, Kind.HEAR_FOR),
                        Tuple.of(5, Kind.WORKED),
                        Tuple.of(5, Kind.FAILED),
                        Tuple.of(1, Kind.FAILED_ALL),
                        Tuple.of(3, Kind.GONE),
                        Tuple.of(2, Kind.KEY),
                        Tuple.of(3, Kind.RECORD),
                        Tuple.of(4, Kind.CONNECT),
                        Tuple.of(5, Kind.DIAL),
                        Tuple.of(5, Kind.CLOSE),
                        Tuple.of(2, Kind.RELEASE),
                        Tuple.of(2, Kind.TRIM),
                        Tuple.of(9, Kind.TIME),
                        Tuple.of(1, Kind.RESTART));
        Arbitrary<Integer> choice = Arbitraries.integers().between(0, 60);
        return Combinators.combine(kinds, choice, choice, choice)
                .as(Op::new)
                .list()
                .ofMaxSize(120)
                .withSizeDistribution(RandomDistribution.uniform());
    }
}
