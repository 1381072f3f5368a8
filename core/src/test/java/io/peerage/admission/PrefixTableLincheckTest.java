/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.admission;

import io.peerage.lincheck.Lincheck;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The prefix table is one bounded counter a prefix. */
@Param(name = "prefix", gen = IntGen.class, conf = "0:1")
@Tag("lincheck")
public class PrefixTableLincheckTest {
    private static final int LIMIT = 2;
    private static final long[] HASHES = {0x0123_4567_89ab_cdefL, 0x7654_3210_fedc_ba98L};

    private final PrefixTable table = new PrefixTable(1);
    private final int cell = enterOne(0);
    private boolean left;

    @Test
    void everyInterleavingIsThatOfCounters() {
        Lincheck.modelChecking(Counts.class).check(PrefixTableLincheckTest.class);
    }

    @Test
    void realThreadsSeeCounters() {
        Lincheck.stress(Counts.class).check(PrefixTableLincheckTest.class);
    }

    @Test
    void twoThatEnterAnUnknownPrefixAreCountedTogether() {
        Lincheck.racing(
                        Counts.class,
                        Lincheck.scenario(
                                List.of(),
                                List.of(call("enter", 1), call("enter", 1)),
                                List.of(call("count", 1), call("enter", 1))))
                .check(PrefixTableLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(PrefixTableLincheckTest.class, operation, arguments);
    }

    private int enterOne(int prefix) {
        return table.enter(HASHES[prefix], table.seek(HASHES[prefix]), LIMIT);
    }

    /** Counts one in, up to the limit. */
    @Operation
    public boolean enter(@Param(name = "prefix") int prefix) {
        return enterOne(prefix) >= 0;
    }

    /** The one that was inside from the start leaves. */
    @Operation(nonParallelGroup = "first")
    public boolean leave() {
        boolean leaves = !left;
        left = true;
        if (leaves) {
            table.leave(cell);
        }
        return leaves;
    }

    /** The count. */
    @Operation
    public int count(@Param(name = "prefix") int prefix) {
        return table.count(HASHES[prefix]);
    }

    /** No prefix is counted in two cells. */
    @Validate
    public void validate() {
        if (table.sum() != count(0) + count(1)) {
            throw new IllegalStateException("a prefix has two cells");
        }
    }

    /** What it is to be. */
    public static class Counts {
        private final int[] counts = {1, 0};
        private boolean left;

        public boolean enter(int prefix) {
            if (counts[prefix] >= LIMIT) {
                return false;
            }
            counts[prefix]++;
            return true;
        }

        public boolean leave() {
            boolean leaves = !left;
            left = true;
            counts[0] -= leaves ? 1 : 0;
            return leaves;
        }

        public int count(int prefix) {
            return counts[prefix];
        }
    }
}
