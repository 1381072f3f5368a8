/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.reputation;

import io.peerage.lincheck.Lincheck;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A peer is protected as a set of names is not empty, and each change of it is told once. */
@Param(name = "name", gen = IntGen.class, conf = "0:2")
@Tag("lincheck")
public class ProtectionColumnLincheckTest {
    private static final int[] NAMES = {0, 5, 49};

    private final ProtectionColumn column = new ProtectionColumn(1, ProtectionColumnTest.names(49));

    @Test
    void everyInterleavingIsThatOfASet() {
        Lincheck.modelChecking(Names.class).check(ProtectionColumnLincheckTest.class);
    }

    @Test
    void realThreadsSeeASet() {
        Lincheck.stress(Names.class).check(ProtectionColumnLincheckTest.class);
    }

    @Test
    void theLastLeavesWhileAnotherComes() {
        Lincheck.racing(
                        Names.class,
                        Lincheck.scenario(
                                List.of(call("protect", 1)),
                                List.of(call("release", 1), call("protect", 2)),
                                List.of(call("isProtected"), call("release", 2))))
                .check(ProtectionColumnLincheckTest.class);
    }

    private static Actor call(String operation, Object... arguments) {
        return Lincheck.call(ProtectionColumnLincheckTest.class, operation, arguments);
    }

    /** Adds a name; the change. */
    @Operation
    public String protect(@Param(name = "name") int name) {
        return column.put(0, 0, NAMES[name], true).name();
    }

    /** Removes a name; the change. */
    @Operation
    public String release(@Param(name = "name") int name) {
        return column.put(0, 0, NAMES[name], false).name();
    }

    /** Whether there is one. */
    @Operation
    public boolean isProtected() {
        return column.isProtected(0, 0);
    }

    /** What it is to be. */
    public static class Names {
        private final Set<Integer> names = new TreeSet<>();

        public String protect(int name) {
            boolean was = isProtected();
            names.add(name);
            return was ? "SAME" : "PROTECTED";
        }

        public String release(int name) {
            boolean was = isProtected();
            names.remove(name);
            return was && !isProtected() ? "UNPROTECTED" : "SAME";
        }

        public boolean isProtected() {
            return !names.isEmpty();
        }
    }
}
