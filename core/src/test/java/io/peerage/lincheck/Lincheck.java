/* Copyright the Peerage authors. SPDX-License-Identifier: Apache-2.0 */
package io.peerage.lincheck;

import java.lang.reflect.Method;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.util.LoggingLevel;

/** How long the linearizability tests run: seconds by default, {@code -Dlincheck.proof=true} for a proof. */
public final class Lincheck {
    private static final boolean PROOF = Boolean.getBoolean("lincheck.proof");

    private Lincheck() {}

    /**
     * Interleavings of few operations in sequentially consistent memory, as far as the number of runs goes; a thread that
     * waits for a suspended one is a failure.
     */
    public static ModelCheckingOptions modelChecking(Class<?> sequential) {
        return new ModelCheckingOptions()
                .iterations(PROOF ? 100 : 3)
                .invocationsPerIteration(PROOF ? 20_000 : 80)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(2)
                .actorsAfter(2)
                .checkObstructionFreedom(true)
                .addGuarantee(arithmetic())
                // It warns of every record, into whose fields it can't look.
                .logLevel(LoggingLevel.ERROR)
                .sequentialSpecification(sequential);
    }

    /** All the interleavings that the runs suffice for, of the calls of a scenario. */
    public static ModelCheckingOptions racing(Class<?> sequential, ExecutionScenario scenario) {
        return modelChecking(sequential)
                .iterations(0)
                .invocationsPerIteration(PROOF ? 200_000 : 1_000)
                .addCustomScenario(scenario);
    }

    /** Calls before, calls that race, and calls after. */
    public static ExecutionScenario scenario(
            List<Actor> before, List<Actor> racing, List<Actor> after) {
        return sequences(before, racing.stream().map(List::of).toList(), after);
    }

    /** Calls before, for each thread its calls, and calls after. */
    public static ExecutionScenario sequences(
            List<Actor> before, List<List<Actor>> racing, List<Actor> after) {
        return new ExecutionScenario(before, racing, after, null);
    }

    /** A call of a public operation of a test. */
    public static Actor call(Class<?> test, String operation, Object... arguments) {
        for (Method method : test.getMethods()) {
            if (method.getName().equals(operation)) {
                return new Actor(method, List.of(arguments));
            }
        }
        throw new IllegalArgumentException(operation);
    }

    /** Real threads on real memory. */
    public static StressOptions stress(Class<?> sequential) {
        return new StressOptions()
                .iterations(PROOF ? 100 : 3)
                .invocationsPerIteration(PROOF ? 50_000 : 300)
                .threads(2)
                .actorsBefore(1)
                .actorsPerThread(3)
                .actorsAfter(2)
                // It warns of every record, into whose fields it can't look.
                .logLevel(LoggingLevel.ERROR)
                .sequentialSpecification(sequential);
    }

    // Reads the caller's bytes through a view that Lincheck doesn't know; nothing in it is shared.
    private static ManagedStrategyGuarantee arithmetic() {
        return ManagedStrategyGuaranteeKt.forClasses("io.peerage.hash.LittleEndian")
                .allMethods()
                .ignore();
    }
}
